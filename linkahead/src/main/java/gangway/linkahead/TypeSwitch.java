package gangway.linkahead;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.List;
import java.util.Optional;

/**
 * A switch over types: of a value and the number of a label, the number of the first label from
 * there on whose type the value has; how many there are, if it has none; -1 for null.
 *
 * <p>Labels that are constants are left to {@link java.lang.runtime.SwitchBootstraps}, which tells
 * all of this.
 */
record TypeSwitch(List<ClassDesc> labels) implements Body {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  static Optional<Body> of(InvokeDynamicInstruction call) {
    List<ConstantDesc> labels = call.bootstrapArgs();
    boolean types =
        call.bootstrapMethod().owner().equals(SWITCHES)
            && call.bootstrapMethod().methodName().equals("typeSwitch")
            && call.typeSymbol().parameterType(0).isClassOrInterface()
            && labels.stream()
                .allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
    return types
        ? Optional.of(new TypeSwitch(labels.stream().map(ClassDesc.class::cast).toList()))
        : Optional.empty();
  }

  @Override
  public void write(CodeBuilder code) {
    Label something = code.newLabel();
    code.aload(0).ifnonnull(something).loadConstant(-1).ireturn().labelBinding(something);
    for (int number = 0; number < labels.size(); number++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(number).if_icmpgt(next);
      code.aload(0).instanceOf(labels.get(number)).ifeq(next);
      code.loadConstant(number).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
