package dev.slipway.host;

/// What a short script said.
/// @param exitCode 0 when all went well
/// @param output   its standard output as UTF-8, cut at one mebibyte
/// @param error    its standard error as UTF-8, cut at 64 kibibytes
public record HostResult(int exitCode, String output, String error) {
    public boolean ok() {
        return exitCode == 0;
    }
}
