package dev.quayside.shared.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

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
    }
}
