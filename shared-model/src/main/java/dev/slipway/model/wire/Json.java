package dev.slipway.model.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the model looks as JSON: a [dev.slipway.model.TextValue] is a string; an empty optional is left out; times are
/// ISO 8601; a value
/// of a sealed interface carries its record's simple name as `type`. The words themselves know nothing of JSON: what
/// is said here holds for all of them.
public final class Json {
    /// No text in a request or journal row may be longer, in characters.
    public static final int MAX_TEXT = 32 * 1024 * 1024;

    private static final List<CoercionInputShape> NO_TEXT =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);
    private static final ObjectMapper LENIENT = mapper(false);
    private static final ObjectMapper STRICT = mapper(true);

    private Json() {}

    /// For what another Slipway wrote: unknown properties are ignored and unknown events become
    /// [SessionEvent.Unrecognised] or [FleetEvent.Unrecognised], so that versions can differ.
    public static ObjectMapper lenient() {
        return LENIENT;
    }

    /// For what a client asks: an unknown property is an error, as it is most likely a misspelt one; so is a number
    /// where a text belongs, or nothing where a part of a list belongs.
    public static ObjectMapper strict() {
        return STRICT;
    }

    /// Writes a value that the model declares.
    public static String write(Object value) {
        try {
            return LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a value of the model: " + value.getClass(), e);
        }
    }

    /// Reads what [#write] wrote, of this or another version.
    public static <T> T read(String json, Class<T> type) {
        return read(LENIENT, json, type);
    }

    /// Reads what a client sent.
    /// @throws ProblemException saying where the text is wrong
    public static <T> T readRequest(String json, Class<T> type) {
        return read(STRICT, json, type);
    }

    private static <T> T read(ObjectMapper mapper, String json, Class<T> type) {
        try {
            @Nullable T value = mapper.readValue(json, type);
            if (value == null) {
                throw Problem.invalid("malformed-json", "The JSON is empty", "Expected an object, found null.")
                        .toException();
            }
            return value;
        } catch (JsonProcessingException e) {
            throw problemOf(e);
        }
    }

    private static ProblemException problemOf(JsonProcessingException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        String where =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? "At " + pathOf(mapping) + ": "
                        : e.getLocation() == null
                                ? ""
                                : "At line " + e.getLocation().getLineNr() + ", column "
                                        + e.getLocation().getColumnNr() + ": ";
        String detail = e.getOriginalMessage().startsWith("Null value for creator property")
                        && e instanceof JsonMappingException mapping
                ? "`" + pathOf(mapping) + "` is missing."
                : where + e.getOriginalMessage();
        return Problem.invalid("malformed-json", "The JSON can't be understood", detail)
                .toException(e);
    }

    private static String pathOf(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static ObjectMapper mapper(boolean strict) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MAX_TEXT)
                        .maxNestingDepth(200)
                        .build())
                .build();
        ObjectMapper mapper = JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new TextValueModule())
                .annotationIntrospector(new SealedTypes())
                .addHandler(new NewerEvents())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.configOverride(List.class)
                .setSetterInfo(JsonSetter.Value.construct(Nulls.AS_EMPTY, strict ? Nulls.FAIL : Nulls.DEFAULT));
        if (strict) {
            for (CoercionInputShape shape : NO_TEXT) {
                mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
            }
        }
        return mapper;
    }

    /// Gives each sealed interface of the model a `type` property with the simple names of its records.
    private static final class SealedTypes extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable TypeResolverBuilder<?> findTypeResolver(
                MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
            if (sealedRootOf(type.getRawClass()) == null) {
                return super.findTypeResolver(config, annotated, type);
            }
            return new StdTypeResolverBuilder()
                    .init(JsonTypeInfo.Id.NAME, (TypeIdResolver) null)
                    .inclusion(JsonTypeInfo.As.PROPERTY)
                    .typeProperty("type");
        }

        @Override
        public @Nullable String findTypeName(AnnotatedClass annotated) {
            Class<?> type = annotated.getRawType();
            return sealedRootOf(type) == null ? super.findTypeName(annotated) : type.getSimpleName();
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
            Class<?> type = annotated.getRawType();
            if (!isOurSealedInterface(type)) {
                return super.findSubtypes(annotated);
            }
            List<NamedType> names = new ArrayList<>();
            collect(type, names);
            return names;
        }

        private static void collect(Class<?> sealed, List<NamedType> names) {
            for (Class<?> sub : sealed.getPermittedSubclasses()) {
                if (sub.isSealed()) {
                    collect(sub, names);
                } else {
                    names.add(new NamedType(sub, sub.getSimpleName()));
                }
            }
        }

        private static @Nullable Class<?> sealedRootOf(Class<?> type) {
            if (isOurSealedInterface(type)) {
                return type;
            }
            for (Class<?> parent : type.getInterfaces()) {
                if (isOurSealedInterface(parent)) {
                    return parent;
                }
            }
            return null;
        }

        private static boolean isOurSealedInterface(Class<?> type) {
            return type.isInterface() && type.isSealed() && type.getName().startsWith("dev.slipway.");
        }
    }

    private static final class NewerEvents extends DeserializationProblemHandler {
        @Override
        public @Nullable JavaType handleUnknownTypeId(
                DeserializationContext context, JavaType base, String typeId, TypeIdResolver resolver, String failure) {
            if (context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
                return null;
            }
            if (base.hasRawClass(SessionEvent.class)) {
                return context.constructType(SessionEvent.Unrecognised.class);
            }
            return base.hasRawClass(FleetEvent.class) ? context.constructType(FleetEvent.Unrecognised.class) : null;
        }
    }
}
