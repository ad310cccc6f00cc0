package org.threadbook.experiment;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.threadbook.experiment.executor.BodyExecution;
import org.threadbook.experiment.executor.TaskExecutors;
import org.threadbook.experiment.executor.TaskOutput;

/** The arrows of docs/architecture.md between the packages of this module. */
@AnalyzeClasses(packages = "org.threadbook.experiment", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String OURS = "org.threadbook..";
    private static final String PROCESS = "..experiment.process..";
    private static final String WORKER = "..experiment.worker..";
    private static final String LINK = "..experiment.link..";
    private static final String SHIPPING = "..experiment.shipping..";
    private static final String EXECUTOR = "..experiment.executor..";
    private static final String CONTROL = "..experiment.control..";

    /** The whole class path of a worker is this module and what it is allowed to know. */
    @ArchTest
    static final ArchRule nothingKnowsTheKernelOrItsLibraries =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java..",
                                    "com.sun.management..",
                                    "org.jspecify..",
                                    "org.apache.commons..",
                                    "org.threadbook.experiment.."));

    @ArchTest
    static final ArchRule controlKnowsNothingOfOurs =
            noClasses()
                    .that()
                    .resideInAPackage(CONTROL)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(OURS).and(resideInAPackage(CONTROL).negate()));

    @ArchTest
    static final ArchRule executorsMeetTheProcessPoolOnlyWhereItIsNamed =
            noClasses()
                    .that(resideInAPackage(EXECUTOR).and(isTaskExecutors().negate()))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(PROCESS, WORKER, LINK, SHIPPING));

    @ArchTest
    static final ArchRule theWorkerSideKnowsNoPool =
            noClasses()
                    .that()
                    .resideInAnyPackage(WORKER, LINK, SHIPPING, CONTROL)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PROCESS);

    @ArchTest
    static final ArchRule theWorkerSideKnowsOfExecutorsOnlyHowBodiesAreCalled =
            noClasses()
                    .that()
                    .resideInAnyPackage(WORKER, LINK, SHIPPING)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(EXECUTOR)
                                    .and(equivalentTo(BodyExecution.class).negate())
                                    .and(equivalentTo(TaskOutput.class).negate())
                                    .and(equivalentTo(TaskOutput.Stream.class).negate()));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.threadbook.experiment.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(isTaskExecutors(), alwaysTrue());

    /** Standard streams belong to the user's code; only a worker serves them. */
    @ArchTest
    static final ArchRule nothingPrints =
            noClasses().that().resideOutsideOfPackage(WORKER).should(ACCESS_STANDARD_STREAMS);

    private static DescribedPredicate<JavaClass> isTaskExecutors() {
        return belongToAnyOf(TaskExecutors.class);
    }
}
