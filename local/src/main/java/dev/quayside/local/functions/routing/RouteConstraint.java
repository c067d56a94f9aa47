package dev.quayside.local.functions.routing;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** ASP.NET's inline route constraints: {@code int}, {@code guid}, {@code range(1,9)}, ... */
final class RouteConstraint {
    private static final Pattern CALL = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                    + "|\\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}"
                    + "|\\([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern LETTERS = Pattern.compile("[a-zA-Z]*");

    private RouteConstraint() {}

    /**
     * Compiles one constraint.
     *
     * @throws IllegalArgumentException when it is unknown or has wrong arguments
     */
    static Predicate<String> of(String text) {
        var call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("the constraint \"" + text + "\" is malformed");
        }
        try {
            return call.group(2) == null ? plain(call.group(1)) : withArguments(call.group(1), call.group(2));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException | PatternSyntaxException e) {
            throw new IllegalArgumentException("the constraint \"" + text + "\" has a wrong argument", e);
        }
    }

    private static Predicate<String> plain(String name) {
        return switch (name) {
            case "int" -> value -> isInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long" -> value -> isInteger(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "guid" -> GUID.asMatchPredicate();
            case "bool" -> value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case "decimal", "double", "float" -> NUMBER.asMatchPredicate();
            case "alpha" -> LETTERS.asMatchPredicate();
            case "required" -> value -> !value.isEmpty();
            default -> throw new IllegalArgumentException("the constraint \"" + name + "\" is not known here");
        };
    }

    private static Predicate<String> withArguments(String name, String argument) {
        if (name.equals("regex")) {
            Pattern pattern = Pattern.compile(argument, Pattern.CASE_INSENSITIVE);
            return value -> pattern.matcher(value).find();
        }
        String[] numbers = argument.split(",", -1);
        long first = Long.parseLong(numbers[0].strip());
        return switch (name) {
            case "min" -> value -> isInteger(value, first, Long.MAX_VALUE);
            case "max" -> value -> isInteger(value, Long.MIN_VALUE, first);
            case "minlength" -> value -> value.length() >= first;
            case "maxlength" -> value -> value.length() <= first;
            case "length" -> {
                long last = numbers.length == 1 ? first : Long.parseLong(numbers[1].strip());
                yield value -> value.length() >= first && value.length() <= last;
            }
            case "range" -> {
                long last = Long.parseLong(numbers[1].strip());
                yield value -> isInteger(value, first, last);
            }
            default -> throw new IllegalArgumentException("the constraint \"" + name + "\" is not known here");
        };
    }

    private static boolean isInteger(String value, long least, long greatest) {
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= greatest;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
