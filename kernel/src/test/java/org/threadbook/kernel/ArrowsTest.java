package org.threadbook.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages: a new one is a decision, written in the architecture. */
@AnalyzeClasses(packages = "org.threadbook", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String ROOT = "org.threadbook.kernel";
    private static final String WIRE = "org.threadbook.kernel.wire..";
    private static final String SESSION = "org.threadbook.kernel.session..";
    private static final String MAGIC = "org.threadbook.kernel.magic..";
    private static final String REPORT = "org.threadbook.kernel.report..";
    private static final String DISPLAY = "org.threadbook.kernel.display..";
    private static final String CELLS_DISPLAY = "org.threadbook.display..";

    @ArchTest
    static final ArchRule EXPERIMENT_KNOWS_NO_KERNEL =
            noClasses()
                    .that()
                    .resideInAPackage("org.threadbook.experiment..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.threadbook.kernel..", "jdk.jshell..", "org.dflib..");

    @ArchTest
    static final ArchRule WIRE_KNOWS_NO_NOTEBOOK =
            noClasses()
                    .that()
                    .resideInAPackage(WIRE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            SESSION, MAGIC, REPORT, "org.threadbook.experiment..", "jdk.jshell..");

    @ArchTest
    static final ArchRule REPORT_KNOWS_NO_SESSION =
            noClasses()
                    .that()
                    .resideInAPackage(REPORT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(WIRE, SESSION, MAGIC, "org.zeromq..");

    @ArchTest
    static final ArchRule SESSION_KNOWS_NEITHER_MAGICS_NOR_THE_WIRE =
            noClasses()
                    .that()
                    .resideInAPackage(SESSION)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(WIRE, MAGIC, REPORT, "org.zeromq..", "org.dflib..");

    @ArchTest
    static final ArchRule MAGIC_KNOWS_NO_WIRE =
            noClasses()
                    .that()
                    .resideInAPackage(MAGIC)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(WIRE, "org.zeromq..", "org.dflib..");

    @ArchTest
    static final ArchRule DISPLAY_KNOWS_NOTHING_OF_THE_REST =
            noClasses()
                    .that()
                    .resideInAPackage(DISPLAY)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(WIRE, SESSION, MAGIC, REPORT);

    @ArchTest
    static final ArchRule WHAT_CELLS_CALL_TO_DISPLAY_KNOWS_NOTHING_ELSE =
            classes()
                    .that()
                    .resideInAPackage(CELLS_DISPLAY)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(CELLS_DISPLAY, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_SESSION_AND_ROOT_KNOW_WHAT_CELLS_CALL_TO_DISPLAY =
            classes()
                    .that()
                    .resideInAPackage(CELLS_DISPLAY)
                    .should()
                    .onlyHaveDependentClassesThat()
                    .resideInAnyPackage(CELLS_DISPLAY, SESSION, ROOT);

    @ArchTest
    static final ArchRule ONLY_THE_ROOT_WIRES =
            classes()
                    .that()
                    .resideInAPackage(ROOT)
                    .should()
                    .onlyHaveDependentClassesThat()
                    .resideInAPackage(ROOT);
}
