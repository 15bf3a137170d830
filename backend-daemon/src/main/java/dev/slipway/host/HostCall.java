package dev.slipway.host;

import java.util.List;

/// One run of a script on a host. Arguments are data: no shell ever reads them as its own text.
/// @param scripts   where the script comes from; all of the set are installed beside it
/// @param script    its name in the set
/// @param arguments what the script gets as `$1`, `$2`, ...
/// @param mark      by what all that the call starts can be found
public record HostCall(ScriptSet scripts, String script, List<String> arguments, Mark mark) {
    public HostCall {
        arguments = List.copyOf(arguments);
        if (!scripts.scripts().containsKey(script)) {
            throw new IllegalArgumentException("no such script: " + script);
        }
    }
}
