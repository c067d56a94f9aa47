package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.local.functions.staging.StagedFunction;
import dev.quayside.local.functions.staging.Trigger;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A function ready to run: its method found, and the way to each argument decided. */
public final class LoadedFunction {
    private static final Set<Class<?>> HTTP_RESULTS = Set.of(HttpResponseMessage.class, String.class, byte[].class);

    private final LoadedApp app;
    private final StagedFunction staged;
    private final MethodHandle method;
    private final Argument[] arguments;
    private final Instances instances;

    private LoadedFunction(
            LoadedApp app, StagedFunction staged, MethodHandle method, Argument[] arguments, Instances instances) {
        this.app = app;
        this.staged = staged;
        this.method = method;
        this.arguments = arguments;
        this.instances = instances;
    }

    /**
     * Finds the method and checks its declaration, without running any of the app's code.
     *
     * @throws BindingException with a sentence that says what is wrong
     */
    static LoadedFunction load(LoadedApp app, StagedFunction staged, ClassLoader loader) {
        Class<?> type = load(staged.className(), loader);
        Method method = onlyMethod(type, staged.methodName());
        if (staged.trigger() instanceof Trigger.Http
                && !HTTP_RESULTS.contains(method.getReturnType())
                && method.getReturnType() != void.class) {
            throw new BindingException(
                    "the method returns " + method.getReturnType().getName() + "; declare HttpResponseMessage");
        }
        Argument[] arguments = Arguments.of(method, staged.trigger());
        return new LoadedFunction(app, staged, handle(method), arguments, app.instancesOf(type));
    }

    public String app() {
        return staged.app();
    }

    public String name() {
        return staged.name();
    }

    public Trigger trigger() {
        return staged.trigger();
    }

    public LoadedApp loadedApp() {
        return app;
    }

    /** Arguments first, then the instance, as the real worker does. */
    Object invoke(TriggerInput input, InvocationContext context) throws Throwable {
        var values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].of(input, context);
        }
        Object instance = instances.get();
        return method.invokeExact(instance, values);
    }

    private static Class<?> load(String className, ClassLoader loader) {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new BindingException("the class " + className + " cannot be loaded (" + e + ")");
        }
    }

    private static Method onlyMethod(Class<?> type, String name) {
        List<Method> found;
        try {
            found = Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(name) && !method.isBridge())
                    .toList();
        } catch (LinkageError e) {
            throw new BindingException("the class " + type.getName() + " cannot be loaded (" + e + ")");
        }
        if (found.size() != 1) {
            throw new BindingException("the class " + type.getName() + " has " + (found.isEmpty() ? "no" : found.size())
                    + " public methods named " + name + " instead of one");
        }
        return found.get(0);
    }

    private static MethodHandle handle(Method method) {
        try {
            MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
            if (Modifier.isStatic(method.getModifiers())) {
                handle = MethodHandles.dropArguments(handle, 0, Object.class);
            }
            return handle.asSpreader(1, Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new BindingException("the class " + method.getDeclaringClass().getName() + " is not public");
        }
    }
}
