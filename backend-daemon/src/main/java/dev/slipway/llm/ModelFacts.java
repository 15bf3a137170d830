package dev.slipway.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known of a model, from the table that ships with Slipway or from the configuration.
/// @param model name without the provider
/// @param provider name of the provider that it holds for
/// @param context most tokens of input
/// @param answer longest answer, in tokens, that is asked for unless a call says otherwise
/// @param longInput other prices for long inputs, named `long` in files
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelFacts(
        String model,
        String provider,
        OptionalInt context,
        OptionalInt answer,
        Optional<Price> price,
        @JsonProperty("long") Optional<LongInput> longInput) {

    /// US dollars for a million tokens, which is millionths of a dollar for one.
    public record Price(double input, double output, double cacheRead, double cacheWrite) {}

    /// @param above tokens of input, cached or not, beyond which `price` holds for the whole call
    public record LongInput(long above, Price price) {}

    /// A price that the configuration sets.
    public static ModelFacts priced(String provider, String model, Price price) {
        return new ModelFacts(
                model, provider, OptionalInt.empty(), OptionalInt.empty(), Optional.of(price), Optional.empty());
    }
}
