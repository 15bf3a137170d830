package dev.slipway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.wire.Json;
import java.util.ArrayList;
import java.util.List;

/// Checks JSON against the schemas of an OpenAPI document, as far as [Schemas] uses them.
final class SchemaCheck {
    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /// What is wrong with it, a line each.
    List<String> errors(String schema, String json) {
        try {
            List<String> errors = new ArrayList<>();
            check(
                    document.path("components").path("schemas").path(schema),
                    Json.lenient().readTree(json),
                    "$",
                    errors);
            return errors;
        } catch (JsonProcessingException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> errors) {
        if (schema.isMissingNode()) {
            errors.add(at + ": has no schema");
        } else if (schema.has("$ref")) {
            check(document.at(schema.path("$ref").asText().substring(1)), value, at, errors);
        } else if (schema.has("const")) {
            if (!schema.path("const").equals(value)) {
                errors.add(at + ": is " + value + " and not " + schema.path("const"));
            }
        } else if (schema.has("oneOf")) {
            checkOneOf(schema, value, at, errors);
        } else {
            checkTyped(schema, value, at, errors);
        }
    }

    private void checkOneOf(JsonNode schema, JsonNode value, String at, List<String> errors) {
        JsonNode mapping = schema.path("discriminator").path("mapping");
        String variant = mapping.path(value.path("type").asText()).asText("");
        if (variant.isEmpty()) {
            errors.add(at + ": no variant is called " + value.path("type"));
            return;
        }
        boolean listed = false;
        for (JsonNode each : schema.path("oneOf")) {
            listed |= each.path("$ref").asText().equals(variant);
        }
        if (!listed) {
            errors.add(at + ": " + variant + " is not one of the variants");
        }
        check(document.at(variant.substring(1)), value, at, errors);
    }

    private void checkTyped(JsonNode schema, JsonNode value, String at, List<String> errors) {
        String type = schema.path("type").asText();
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!fits) {
            errors.add(at + ": is no " + type + ": " + value);
            return;
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            errors.add(at + ": " + value + " is none of " + schema.path("enum"));
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                errors.add(at + ": lacks " + required);
            }
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(schema.path("items"), value.get(i), at + "[" + i + "]", errors);
        }
        value.properties().forEach(property -> {
            JsonNode part = schema.path("properties").path(property.getKey());
            if (!part.isMissingNode()) {
                check(part, property.getValue(), at + "." + property.getKey(), errors);
            } else {
                errors.add(at + ": has " + property.getKey() + " and should not");
            }
        });
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
