package org.threadbook.experiment.control;

import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Weaves stop checks into a class: before each backward branch and at the entry of each method, so
 * that neither a loop nor a recursion can go on once {@link StopSwitch} wants it to end, nor a loop
 * of the JDK that calls back, such as that of a stream.
 */
public final class StopChecks {
    private static final DynamicCallSiteDesc CHECK =
            DynamicCallSiteDesc.of(
                    MethodHandleDesc.ofMethod(
                            DirectMethodHandleDesc.Kind.STATIC,
                            ClassDesc.of(StopSwitch.class.getName()),
                            "bootstrap",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_CallSite,
                                    ConstantDescs.CD_MethodHandles_Lookup,
                                    ConstantDescs.CD_String,
                                    ConstantDescs.CD_MethodType)),
                    "stopCheck",
                    ConstantDescs.MTD_void);

    private StopChecks() {}

    /**
     * @param model the class that is to be transformed
     * @return a transform for that class, which can be combined with others in any order
     */
    public static ClassTransform of(ClassModel model) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                boolean atEntry = !isInitializer(method);
                var line = firstLine(method);
                builder.transformMethod(
                        method,
                        MethodTransform.transformingCode(
                                CodeTransform.ofStateful(() -> new Weaving(atEntry, line))));
            } else {
                builder.with(element);
            }
        };
    }

    /** A class whose initializer was stopped is lost for good, so only loops are stopped there. */
    private static boolean isInitializer(MethodModel method) {
        return method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }

    private static Optional<LineNumber> firstLine(MethodModel method) {
        return method.code().stream()
                .flatMap(CodeModel::elementStream)
                .filter(LineNumber.class::isInstance)
                .map(LineNumber.class::cast)
                .findFirst();
    }

    /** The weaving of one method. */
    private static final class Weaving implements CodeTransform {
        private final boolean atEntry;
        private final Optional<LineNumber> firstLine;
        private final Set<Label> behind = new HashSet<>();

        Weaving(boolean atEntry, Optional<LineNumber> firstLine) {
            this.atEntry = atEntry;
            this.firstLine = firstLine;
        }

        @Override
        public void atStart(CodeBuilder builder) {
            if (!atEntry) return;
            // The stack may overflow in the check: a trace is to name a line there too.
            firstLine.ifPresent(builder::with);
            builder.invokedynamic(CHECK);
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (element instanceof LabelTarget target) behind.add(target.label());
            if (targets(element).anyMatch(behind::contains)) builder.invokedynamic(CHECK);
            builder.with(element);
        }

        private static Stream<Label> targets(CodeElement element) {
            return switch (element) {
                case BranchInstruction branch -> Stream.of(branch.target());
                case TableSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
                case LookupSwitchInstruction lookup ->
                        targets(lookup.cases(), lookup.defaultTarget());
                default -> Stream.empty();
            };
        }

        private static Stream<Label> targets(List<SwitchCase> cases, Label other) {
            return Stream.concat(cases.stream().map(SwitchCase::target), Stream.of(other));
        }
    }
}
