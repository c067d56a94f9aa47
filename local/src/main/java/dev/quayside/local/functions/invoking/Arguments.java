package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.BindingName;
import dev.quayside.local.functions.staging.Trigger;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides at load time how each parameter of a method is bound, so that an invocation only runs the decisions. */
final class Arguments {
    private static final String ANNOTATIONS = BindingName.class.getPackageName();

    private final Trigger trigger;

    private Arguments(Trigger trigger) {
        this.trigger = trigger;
    }

    /**
     * Plans the arguments of a method.
     *
     * @throws BindingException when a parameter asks for what the trigger does not offer
     */
    static Argument[] of(Method method, Trigger trigger) {
        var arguments = new Arguments(trigger);
        Parameter[] parameters = method.getParameters();
        var plan = new Argument[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            plan[i] = arguments.argument(parameters[i]);
        }
        return plan;
    }

    private Argument argument(Parameter parameter) {
        BindingName metadata = parameter.getAnnotation(BindingName.class);
        if (metadata != null) {
            return metadata(metadata.value(), parameter);
        }
        Optional<String> input = inputName(parameter);
        if (input.isPresent()) {
            if (!input.get().equals(trigger.input())) {
                throw new BindingException("parameter " + parameter.getName() + " asks for the input \"" + input.get()
                        + "\", which function.json does not have");
            }
            return input(parameter);
        }
        if (parameter.getType() == ExecutionContext.class) {
            return (input2, context) -> context;
        }
        throw new BindingException(
                "parameter " + parameter.getName() + " has no binding annotation and is not the ExecutionContext");
    }

    /** Every trigger annotation has a name; which one it is, function.json has already said. */
    private static Optional<String> inputName(Parameter parameter) {
        for (Annotation annotation : parameter.getAnnotations()) {
            Class<?> type = annotation.annotationType();
            if (type.getPackageName().equals(ANNOTATIONS)) {
                try {
                    return Optional.of((String) type.getMethod("name").invoke(annotation));
                } catch (ReflectiveOperationException e) {
                    throw new BindingException("parameter " + parameter.getName() + " has the annotation "
                            + type.getSimpleName() + ", which is not supported here");
                }
            }
        }
        return Optional.empty();
    }

    private static Argument metadata(String name, Parameter parameter) {
        Type declared = parameter.getParameterizedType();
        boolean optional = isOptionalOf(declared, String.class);
        if (!optional && !Scalar.supports(parameter.getType())) {
            throw unsupported(parameter, "String, Optional<String>, a number or a boolean");
        }
        return (input, context) -> {
            String value = input.metadata(name);
            if (value == null) {
                throw new BindingException("the trigger metadata has no \"" + name + "\"");
            }
            return optional ? Optional.of(value) : Scalar.convert(name, value, parameter.getType());
        };
    }

    private Argument input(Parameter parameter) {
        if (trigger instanceof Trigger.Http) {
            return httpInput(parameter);
        }
        if (trigger instanceof Trigger.Timer) {
            if (parameter.getType() != String.class) {
                throw unsupported(parameter, "String");
            }
            return (input, context) -> ((TriggerInput.Timer) input).payload();
        }
        return ((Trigger.ServiceBus) trigger).many() ? batch(parameter) : message(parameter);
    }

    private static Argument httpInput(Parameter parameter) {
        Type type = parameter.getParameterizedType();
        if (parameter.getType() == HttpRequestMessage.class && type instanceof ParameterizedType generic) {
            Argument body = httpBody(parameter, generic.getActualTypeArguments()[0]);
            return (input, context) -> new HttpRequest<>((HttpInput) input, body.of(input, context));
        }
        return httpBody(parameter, type);
    }

    private static Argument httpBody(Parameter parameter, Type type) {
        if (type == String.class) {
            return (input, context) -> ((HttpInput) input).text();
        }
        if (type == byte[].class) {
            return (input, context) -> ((HttpInput) input).body();
        }
        if (isOptionalOf(type, String.class)) {
            return (input, context) -> Optional.ofNullable(((HttpInput) input).text());
        }
        if (isOptionalOf(type, byte[].class)) {
            return (input, context) -> Optional.ofNullable(((HttpInput) input).body());
        }
        throw unsupported(parameter, "HttpRequestMessage<Optional<String>>, or String or byte[] in its place");
    }

    private static Argument message(Parameter parameter) {
        if (parameter.getType() == String.class) {
            return (input, context) -> ((TriggerInput.Messages) input).texts().get(0);
        }
        if (parameter.getType() == byte[].class) {
            return (input, context) -> ((TriggerInput.Messages) input).body();
        }
        throw unsupported(parameter, "String or byte[]");
    }

    private static Argument batch(Parameter parameter) {
        if (parameter.getType() == String[].class) {
            return (input, context) -> ((TriggerInput.Messages) input).texts().toArray(String[]::new);
        }
        if (parameter.getType() == List.class && isGeneric(parameter.getParameterizedType(), String.class)) {
            return (input, context) -> ((TriggerInput.Messages) input).texts();
        }
        throw unsupported(parameter, "List<String> or String[]");
    }

    private static boolean isOptionalOf(Type type, Type argument) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == Optional.class
                && isGeneric(type, argument);
    }

    private static boolean isGeneric(Type type, Type argument) {
        return type instanceof ParameterizedType generic
                && Objects.equals(generic.getActualTypeArguments()[0], argument);
    }

    private static BindingException unsupported(Parameter parameter, String supported) {
        return new BindingException("parameter " + parameter.getName() + " has the type "
                + parameter.getParameterizedType().getTypeName() + "; use " + supported);
    }
}
