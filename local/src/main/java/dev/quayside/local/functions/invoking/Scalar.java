package dev.quayside.local.functions.invoking;

import java.util.Set;

/** Converts trigger metadata, which is text, to the simple types that functions declare for it. */
final class Scalar {
    private static final Set<Class<?>> TYPES = Set.of(
            String.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            double.class,
            Double.class,
            boolean.class,
            Boolean.class);

    private Scalar() {}

    static boolean supports(Class<?> type) {
        return TYPES.contains(type);
    }

    static Object convert(String name, String value, Class<?> type) {
        if (type == String.class) {
            return value;
        }
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(value);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(value);
            }
            return type == double.class || type == Double.class ? Double.valueOf(value) : Boolean.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BindingException("the trigger metadata \"" + name + "\" is not a number");
        }
    }
}
