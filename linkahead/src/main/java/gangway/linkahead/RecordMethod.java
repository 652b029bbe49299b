package gangway.linkahead;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/**
 * A record's {@code equals} or {@code hashCode}, as {@link java.lang.runtime.ObjectMethods} makes
 * them; its {@code toString} is left to that.
 */
sealed interface RecordMethod extends Body {
  ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  /** A component's field. */
  record Field(String name, ClassDesc type) {
    private static Field of(ConstantDesc getter) {
      DirectMethodHandleDesc field = (DirectMethodHandleDesc) getter;
      return new Field(field.methodName(), field.invocationType().returnType());
    }

    void get(CodeBuilder code, ClassDesc owner, int variable) {
      code.aload(variable).getfield(owner, name, type);
    }
  }

  static Optional<Body> of(InvokeDynamicInstruction call) {
    if (!call.bootstrapMethod().owner().equals(ClassDesc.of("java.lang.runtime.ObjectMethods"))) {
      return Optional.empty();
    }
    // the record, its components' names, and a getter of each
    List<ConstantDesc> arguments = call.bootstrapArgs();
    ClassDesc owner = (ClassDesc) arguments.getFirst();
    List<Field> fields = arguments.subList(2, arguments.size()).stream().map(Field::of).toList();
    return switch (call.name().stringValue()) {
      case "equals" -> Optional.of(new Equals(owner, fields));
      case "hashCode" -> Optional.of(new HashCode(owner, fields));
      default -> Optional.empty();
    };
  }

  record Equals(ClassDesc owner, List<Field> fields) implements RecordMethod {
    private static final int OTHER = 2;

    @Override
    public void write(CodeBuilder code) {
      Label another = code.newLabel();
      Label differ = code.newLabel();
      code.aload(0).aload(1).if_acmpne(another).loadConstant(1).ireturn().labelBinding(another);
      code.aload(1).instanceOf(owner).ifeq(differ);
      code.aload(1).checkcast(owner).astore(OTHER);
      for (Field field : fields) {
        field.get(code, owner, 0);
        field.get(code, owner, OTHER);
        compare(code, field.type(), differ);
      }
      code.loadConstant(1).ireturn().labelBinding(differ).loadConstant(0).ireturn();
    }

    private static void compare(CodeBuilder code, ClassDesc type, Label differ) {
      switch (TypeKind.from(type)) {
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                .ifeq(differ);
        case LONG -> code.lcmp().ifne(differ);
        // unlike the instruction, NaN is equal to itself, and 0 is not -0
        case FLOAT, DOUBLE ->
            code.invokestatic(boxed(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                .ifne(differ);
        default -> code.if_icmpne(differ);
      }
    }
  }

  record HashCode(ClassDesc owner, List<Field> fields) implements RecordMethod {
    @Override
    public void write(CodeBuilder code) {
      code.loadConstant(0);
      for (Field field : fields) {
        code.loadConstant(31).imul();
        field.get(code, owner, 0);
        if (field.type().isPrimitive()) {
          code.invokestatic(
              boxed(field.type()), "hashCode", MethodTypeDesc.of(CD_int, field.type()));
        } else {
          code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
        }
        code.iadd();
      }
      code.ireturn();
    }
  }

  private static ClassDesc boxed(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.descriptorString());
    };
  }
}
