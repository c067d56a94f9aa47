package dev.quayside.shared.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.timers.Timers;
import java.util.List;

/** How every Function App is built. A rule that finds nothing to judge fails: it has been left behind. */
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /** @param root the app's package, {@code dev.quayside.orders} */
    public static void check(String root) {
        JavaClasses app = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);

        methods()
                .that()
                .areAnnotatedWith(FunctionName.class)
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage(root)
                .because("triggers are found at the top of the app")
                .check(app);
        methods()
                .that(haveATimerTrigger())
                .should(runBy(Timers.class))
                .because("somebody has to see when a timer no longer runs")
                .check(app);
        noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.microsoft.azure.functions..")
                .because("features know nothing of the host")
                .check(app);
        noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .dependOnClassesThat(resideInAPackage(root))
                .because("features do not know the composition root")
                .check(app);
        classes()
                .that()
                .haveSimpleNameEndingWith("Store")
                .should()
                .bePackagePrivate()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .because("SQL belongs to one feature")
                .check(app);
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jdbi.v3.core.statement..")
                .because("SQL is found in stores")
                .check(app);
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(app);
        noClasses()
                .should()
                .callMethod(System.class, "getenv", String.class)
                .because("settings are read once, by Settings")
                .check(app);
        sweepsItsOutbox(app);
    }

    /** The outbox, the inbox and the answers are swept by the one way that is proven for all apps. */
    private static void sweepsItsOutbox(JavaClasses app) {
        List<JavaMethod> sweeps = app.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getMethodReferencesFromSelf().stream()
                        .anyMatch(run -> run.getTargetOwner().isEquivalentTo(MessagingSweep.class)))
                .toList();
        assertThat(sweeps).as("functions that sweep").hasSize(1);
        assertThat(sweeps.get(0).isAnnotatedWith(FunctionName.class)).isTrue();
        JavaParameter timer = sweeps.get(0).getParameters().get(0);
        assertThat(timer.getAnnotationOfType(TimerTrigger.class).schedule()).matches("[0-9]+( \\*){5}");
    }

    private static DescribedPredicate<JavaMethod> haveATimerTrigger() {
        return DescribedPredicate.describe(
                "have a timer trigger",
                method -> method.getParameters().stream()
                        .anyMatch(parameter -> parameter.isAnnotatedWith(TimerTrigger.class)));
    }

    private static ArchCondition<JavaMethod> runBy(Class<?> runner) {
        return new ArchCondition<>("be run by " + runner.getSimpleName()) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean runs = method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(runner));
                events.add(new SimpleConditionEvent(method, runs, method.getFullName()));
            }
        };
    }
}
