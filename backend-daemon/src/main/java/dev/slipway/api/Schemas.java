package dev.slipway.api;

import dev.slipway.model.TextValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// JSON schemas of the model's types, as [dev.slipway.model.wire.Json] writes them: what is an [Optional] may be left
/// out, a [TextValue] is a string, a value of a sealed interface has a `type`.
final class Schemas {
    private static final String REF = "#/components/schemas/";

    private final SortedMap<String, Object> components = new TreeMap<>();
    private final Map<String, Class<?>> named = new LinkedHashMap<>();
    private final boolean asked;

    private Schemas(boolean asked) {
        this.asked = asked;
    }

    /// For what clients send: lists may be left out too, and nothing unknown may be there.
    static Schemas ofRequests() {
        return new Schemas(true);
    }

    /// For what the server sends.
    static Schemas ofAnswers() {
        return new Schemas(false);
    }

    /// The schemas that were referred to so far, by name.
    SortedMap<String, Object> components() {
        return components;
    }

    /// A type's schema; a type of the model becomes a component, and this refers to it.
    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class ? of(inner) : map("type", "array", "items", of(inner));
        }
        Class<?> raw = (Class<?>) type;
        return simple(raw).orElseGet(() -> component(raw));
    }

    private static Optional<Map<String, Object>> simple(Class<?> type) {
        return Optional.ofNullable(
                switch (type.getName()) {
                    case "java.lang.String" -> map("type", "string");
                    case "int", "java.lang.Integer" -> map("type", "integer", "format", "int32");
                    case "long", "java.lang.Long" -> map("type", "integer", "format", "int64");
                    case "double", "java.lang.Double" -> map("type", "number", "format", "double");
                    case "boolean", "java.lang.Boolean" -> map("type", "boolean");
                    default ->
                        type == LocalDate.class
                                ? map("type", "string", "format", "date")
                                : type == Instant.class
                                        ? map("type", "string", "format", "date-time")
                                        : type == Duration.class ? map("type", "string", "format", "duration") : null;
                });
    }

    private Map<String, Object> component(Class<?> type) {
        String name = name(type);
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException("Two types named " + name + ": " + other + " and " + type);
        }
        if (other == null) {
            components.put(name, Map.of()); // known from here on, so that a type may hold itself
            components.put(name, describe(type));
        }
        return map("$ref", REF + name);
    }

    private Map<String, Object> describe(Class<?> type) {
        if (type.isEnum()) {
            return map(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
        }
        if (TextValue.class.isAssignableFrom(type)) {
            return map("type", "string");
        }
        if (type.isSealed()) {
            return oneOf(type);
        }
        if (!type.isRecord()) {
            throw new IllegalStateException(type + " has no schema");
        }
        return object(type);
    }

    private Map<String, Object> oneOf(Class<?> type) {
        List<Object> variants = new ArrayList<>();
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (Class<?> variant : type.getPermittedSubclasses()) {
            Map<String, Object> reference = component(variant);
            variants.add(reference);
            mapping.put(variant.getSimpleName(), REF + name(variant));
        }
        return map("oneOf", variants, "discriminator", map("propertyName", "type", "mapping", mapping));
    }

    private Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed)) {
            properties.put("type", map("const", type.getSimpleName()));
            required.add("type");
        }
        for (RecordComponent part : type.getRecordComponents()) {
            properties.put(part.getName(), of(part.getGenericType()));
            boolean may = part.getType() == Optional.class || (asked && part.getType() == List.class);
            if (!may) {
                required.add(part.getName());
            }
        }
        Map<String, Object> object = map("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        if (asked) {
            object.put("additionalProperties", false);
        }
        return object;
    }

    /// A type that stands in another carries its name, unless that one only groups calls.
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || outer.getSimpleName().endsWith("Calls")
                ? type.getSimpleName()
                : name(outer) + "." + type.getSimpleName();
    }

    /// A map in this order of its keys.
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
