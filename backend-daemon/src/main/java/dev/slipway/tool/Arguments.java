package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A tool call's arguments, read with care: every mistake is answered by a sentence that the model can act on.
final class Arguments {
    private final JsonNode node;

    private Arguments(JsonNode node) {
        this.node = node;
    }

    /// @param schema of the tool, whose `properties` are the names that are allowed
    static Arguments of(JsonNode node, JsonNode schema) throws BadArgumentsException {
        if (!node.isObject()) {
            throw new BadArgumentsException("The arguments must be a JSON object.");
        }
        Set<String> known = new LinkedHashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        Set<String> unknown = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw new BadArgumentsException("There is no argument " + String.join(", ", unknown) + ". This tool takes: "
                    + String.join(", ", known) + ".");
        }
        return new Arguments(node);
    }

    String text(String name) throws BadArgumentsException {
        return optionalText(name).orElseThrow(() -> missing(name, "a text"));
    }

    Optional<String> optionalText(String name) throws BadArgumentsException {
        return optional(name, "a text", value -> value.isTextual() ? value.textValue() : null);
    }

    /// A whole number; models that send `"12"` or `12.0` are understood.
    Optional<Integer> number(String name, int least, int most) throws BadArgumentsException {
        String what = "a whole number from " + least + " to " + most;
        Optional<Integer> number = optional(name, what, Arguments::wholeNumber);
        if (number.isPresent() && (number.get() < least || number.get() > most)) {
            throw new BadArgumentsException("The argument " + name + " must be " + what + ".");
        }
        return number;
    }

    boolean flag(String name) throws BadArgumentsException {
        return optional(name, "true or false", Arguments::truth).orElse(false);
    }

    JsonNode array(String name) throws BadArgumentsException {
        return this.<JsonNode>optional(name, "an array", value -> value.isArray() ? value : null)
                .orElseThrow(() -> missing(name, "an array"));
    }

    private <T> Optional<T> optional(String name, String what, Function<JsonNode, @Nullable T> read)
            throws BadArgumentsException {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        T result = read.apply(value);
        if (result == null) {
            throw new BadArgumentsException("The argument " + name + " must be " + what + ".");
        }
        return Optional.of(result);
    }

    private static @Nullable Integer wholeNumber(JsonNode value) {
        if (value.isNumber() && value.canConvertToInt() && value.doubleValue() == value.intValue()) {
            return value.intValue();
        }
        if (value.isTextual() && value.textValue().strip().matches("-?\\d{1,9}")) {
            return Integer.valueOf(value.textValue().strip());
        }
        return null;
    }

    private static @Nullable Boolean truth(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return switch (value.asText()) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static BadArgumentsException missing(String name, String what) {
        return new BadArgumentsException("The argument " + name + " is missing; it must be " + what + ".");
    }
}
