package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Why a model call failed. Each kind says what happened and what to do, and whether the same call may succeed
/// later. `said` is what the provider wrote, with keys blanked out and cut to a readable length; it may be
/// empty.
public sealed interface ModelFailure {

    /// Full name of the model that was called.
    String model();

    /// What the provider wrote.
    String said();

    /// Whether sending the same request again can succeed without anyone doing anything.
    boolean retryable();

    Problem problem();

    /// How long the provider asks to wait.
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /// The account has sent too much lately (429).
    record RateLimited(String model, String said, Optional<Duration> retryAfter) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.BUSY,
                    "model-rate-limited",
                    "The model provider's rate limit is reached",
                    "Wait a little, run fewer sessions at once, or raise the limit of the account.");
        }
    }

    /// The account has no credit left, which no waiting mends.
    record OutOfCredit(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-out-of-credit",
                    "The model provider's account has no credit left",
                    "Add credit or raise the spending limit at the provider, or choose a model of another provider.");
        }
    }

    /// The provider is in trouble: overloaded (529) or failing (5xx).
    record Overloaded(String model, String said, Optional<Duration> retryAfter) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-overloaded",
                    "The model provider is overloaded or failing",
                    "Try again in some minutes, or choose another model.");
        }
    }

    /// The stream ended, or its connection broke, before the provider said that the answer was complete.
    record CutStream(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-cut-stream",
                    "The model's answer broke off",
                    "Try again; if it keeps happening, look for a proxy or a time limit between Slipway and the"
                            + " provider.");
        }
    }

    /// The provider answered something that is not its own protocol.
    record MalformedBody(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-malformed-body",
                    "The model provider's answer makes no sense",
                    "Check that the provider's base URL and kind fit together, and that no proxy or login page"
                            + " answers in its place.");
        }
    }

    /// The model or the provider's safety layer declined to answer.
    record Refused(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.CONFLICT,
                    "model-refused",
                    "The model declined to go on",
                    "Put the prompt differently, or choose another model.");
        }
    }

    /// The conversation is longer than the model can take in.
    record ContextOverflow(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.TOO_LARGE,
                    "model-context-overflow",
                    "The conversation no longer fits into the model",
                    "Compact the conversation, begin a new session, or choose a model with a larger context.");
        }
    }

    /// The key is missing, wrong, or not allowed to do this (401, 403).
    record Unauthorised(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-unauthorised",
                    "The model provider does not accept the key",
                    "Check the provider's key (settings, under Models; or the configuration or environment), and what it is"
                            + " allowed to use.");
        }
    }

    /// The provider does not have the model (404).
    /// @param known names that would do, as far as they are known
    record UnknownModel(String model, String said, List<String> known) implements ModelFailure {
        public UnknownModel {
            known = List.copyOf(known);
        }

        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNKNOWN,
                    "model-unknown",
                    "There is no such model",
                    known.isEmpty()
                            ? "Choose a model that the provider has."
                            : "Choose one of: " + String.join(", ", known) + ".");
        }
    }

    /// The provider understood the request and found it wrong (400, 413, 422): an error of Slipway or of a
    /// setting.
    record BadRequest(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.INTERNAL,
                    "model-bad-request",
                    "The model provider rejects the request",
                    "Check the model's settings; if they are right, report this as a fault of Slipway.");
        }
    }

    /// No connection: name not found, refused, no route, TLS failed.
    record Unreachable(String model, String said) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-unreachable",
                    "The model provider can't be reached",
                    "Check the network, the proxy settings and the provider's base URL; for a local model, that its"
                            + " server runs.");
        }
    }

    /// The provider went silent.
    /// @param silence how long no byte came
    record TimedOut(String model, String said, Duration silence) implements ModelFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Problem problem() {
            return FailureText.of(
                    this,
                    Problem.Kind.UNAVAILABLE,
                    "model-timed-out",
                    "The model provider sent nothing for " + silence.toSeconds() + " s",
                    "Try again, or raise the provider's read timeout if its models are slow to begin.");
        }
    }
}
