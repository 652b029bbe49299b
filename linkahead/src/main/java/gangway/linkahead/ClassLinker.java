package gangway.linkahead;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a call of a method that is written out in place of each call that Java would link when it
 * comes to it first, where it is one of a record's methods or a switch over types. All other calls
 * stay as they are.
 */
final class ClassLinker {
  /** A method that is added to a class. */
  private record Added(String name, MethodTypeDesc type, Body body) {}

  private final ClassFile format;

  /**
   * @param types knows the types that the classes refer to
   */
  ClassLinker(ClassLoader types) {
    format =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(types)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** The class file of a class; the same bytes if there is nothing to link. */
  byte[] link(byte[] file) {
    ClassModel model = format.parse(file);
    List<Added> added = new ArrayList<>();
    CodeTransform calls =
        (code, element) -> {
          Optional<Added> method =
              element instanceof InvokeDynamicInstruction call
                  ? body(call)
                      .map(body -> new Added("linked$" + added.size(), call.typeSymbol(), body))
                  : Optional.empty();
          method.ifPresentOrElse(
              one -> {
                added.add(one);
                code.invokestatic(
                    model.thisClass().asSymbol(),
                    one.name(),
                    one.type(),
                    model.flags().has(AccessFlag.INTERFACE));
              },
              () -> code.with(element));
        };
    ClassTransform methods =
        ClassTransform.endHandler(built ->
            added.forEach(one ->
                built.withMethodBody(
                    one.name(),
                    one.type(),
                    ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                    one.body()::write)));
    byte[] linked =
        format.transformClass(
            model, ClassTransform.transformingMethodBodies(calls).andThen(methods));
    return added.isEmpty() ? file : linked;
  }

  private static Optional<Body> body(InvokeDynamicInstruction call) {
    return RecordMethod.of(call).or(() -> TypeSwitch.of(call));
  }
}
