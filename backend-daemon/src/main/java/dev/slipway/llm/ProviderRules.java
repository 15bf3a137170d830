package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// What a provider's settings must look like. No refusal quotes a key.
final class ProviderRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,130}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,1000}");
    private static final int LONGEST_ADDRESS = 500;
    private static final int MOST_MODELS = 200;

    private ProviderRules() {}

    static void name(String name) {
        if (!NAME.matcher(name).matches() || name.equals("rehearsal")) {
            throw Problem.invalid(
                            "malformed-provider",
                            "This is not a valid name of a provider",
                            "A name is 1 to 61 letters, digits, dots, hyphens or underscores, and not `rehearsal`.")
                    .toException();
        }
    }

    static List<String> models(List<String> names) {
        for (String name : names) {
            if (!MODEL.matcher(name).matches()) {
                throw Problem.invalid(
                                "malformed-model-name",
                                "This is not a valid model name",
                                "A model's name is 1 to 131 letters, digits and ._:@/+-, as its provider writes it.")
                        .toException();
            }
        }
        if (names.size() > MOST_MODELS) {
            throw Problem.invalid("too-many-models", "There are too many models", "At most " + MOST_MODELS + ".")
                    .toException();
        }
        return names.stream().distinct().toList();
    }

    static ApiKey key(String text) {
        ApiKey key = new ApiKey(text);
        if (!KEY.matcher(key.reveal()).matches()) {
            throw Problem.invalid(
                            "malformed-key",
                            "This can't be a key",
                            "A key is one line of at most 1,000 visible ASCII characters without spaces.")
                    .withRemedy("Copy it again from the provider's page.")
                    .toException();
        }
        return key;
    }

    /// An http or https URL without credentials, query and fragment.
    static String address(String text) {
        try {
            URI uri = URI.create(text.strip());
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            if (Set.of("http", "https").contains(scheme)
                    && uri.getHost() != null
                    && plain
                    && text.length() <= LONGEST_ADDRESS) {
                return uri.toString();
            }
        } catch (IllegalArgumentException malformed) {
            throw noAddress(malformed);
        }
        throw noAddress(null);
    }

    /// A configured address may hold a password.
    static String shown(String url) {
        return url.replaceFirst("//[^/@]*@", "//");
    }

    private static ProblemException noAddress(@org.jspecify.annotations.Nullable Throwable cause) {
        Problem problem = Problem.invalid(
                        "malformed-base-url",
                        "This is no address of a model provider",
                        "A base URL begins with http:// or https:// and has no password, query or fragment.")
                .withRemedy("It looks like https://models.example.org/v1.");
        return cause == null ? problem.toException() : problem.toException(cause);
    }

    static ProblemException noRehearsal() {
        return Problem.conflict(
                        "rehearsal-is-fixed",
                        "The rehearsal has no settings",
                        "It plays scripts and needs neither key nor address.")
                .toException();
    }
}
