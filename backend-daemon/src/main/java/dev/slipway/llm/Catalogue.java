package dev.slipway.llm;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is known of models. What the configuration says comes before what ships with Slipway.
final class Catalogue {
    static final int STANDARD_ANSWER = 16_384;
    /// A name with a date at its end is the same model.
    private static final Pattern DATE = Pattern.compile("[-@](\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)$");

    private final List<ModelFacts> facts;

    private Catalogue(List<ModelFacts> facts) {
        this.facts = facts;
    }

    static Catalogue with(List<ModelFacts> configured) {
        return new Catalogue(
                Stream.concat(configured.stream(), Shipped.FACTS.stream()).toList());
    }

    int answerTokens(String model) {
        return facts.stream()
                .filter(entry -> names(entry, model))
                .flatMapToInt(entry -> entry.answer().stream())
                .findFirst()
                .orElse(STANDARD_ANSWER);
    }

    /// All that is known of a model in one place: the size from one entry and the price from another, if need be.
    Optional<ModelFacts> facts(Provider provider, String model) {
        Optional<ModelFacts> priced = facts.stream()
                .filter(entry -> entry.provider().equals(provider.name()) && names(entry, model))
                .filter(entry -> entry.price().isPresent())
                .findFirst();
        OptionalInt context = contextTokens(provider, model);
        return priced.isEmpty() && context.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModelFacts(
                        model,
                        provider.name(),
                        context,
                        OptionalInt.empty(),
                        priced.flatMap(ModelFacts::price),
                        priced.flatMap(ModelFacts::longInput)));
    }

    OptionalInt contextTokens(Provider provider, String model) {
        return facts.stream()
                .filter(entry -> entry.provider().equals(provider.name()) && names(entry, model))
                .flatMapToInt(entry -> entry.context().stream())
                .findFirst();
    }

    /// Empty if the price is not known, or the provider reported no tokens at all.
    /// @param input tokens of input of the call, cached or not
    Optional<Money> price(Provider provider, String model, Usage usage, long input) {
        if (usage.equals(Usage.NONE)) {
            return Optional.empty();
        }
        return facts.stream()
                .filter(entry -> entry.provider().equals(provider.name()) && names(entry, model))
                .filter(entry -> entry.price().isPresent())
                .findFirst()
                .map(entry -> cost(rate(entry, input), usage));
    }

    private static ModelFacts.Price rate(ModelFacts entry, long input) {
        return entry.longInput()
                .filter(tier -> input > tier.above())
                .map(ModelFacts.LongInput::price)
                .or(entry::price)
                .orElseThrow();
    }

    private static Money cost(ModelFacts.Price rate, Usage usage) {
        return new Money(Math.round(usage.input() * rate.input()
                + usage.output() * rate.output()
                + usage.cacheRead() * rate.cacheRead()
                + usage.cacheWrite() * rate.cacheWrite()));
    }

    private static boolean names(ModelFacts entry, String model) {
        return entry.model().equals(model)
                || entry.model().equals(DATE.matcher(model).replaceFirst(""));
    }

    /// Read once, when first needed.
    private static final class Shipped {
        static final List<ModelFacts> FACTS = read();

        private static List<ModelFacts> read() {
            try (InputStream yaml = Objects.requireNonNull(
                    Catalogue.class.getResourceAsStream("models.yaml"), "models.yaml is missing")) {
                YAMLMapper mapper =
                        YAMLMapper.builder().addModule(new Jdk8Module()).build();
                return List.of(mapper.readValue(yaml, ModelFacts[].class));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
