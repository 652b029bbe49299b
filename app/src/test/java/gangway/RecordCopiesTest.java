package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A record cannot be changed from outside: its canonical constructor replaces every collection and
 * every map by an unmodifiable copy. The test reads the constructors from the class files.
 */
class RecordCopiesTest {
  /** Components that are not copied, with the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "gangway.host.storage.ZfsPools$Part.parts",
          "private; the parser adds the lines below a line while it reads them",
          "gangway.xen.definition.xl.XlConfigParser$OpenLists$Open.values",
          "private; the parser adds the values of a list while it reads them");

  private static final Set<String> COPIES =
      Set.of(
          "java/util/List.copyOf",
          "java/util/Set.copyOf",
          "java/util/Map.copyOf",
          "java/util/stream/Stream.toList");

  private static final String WRAPPER = "java/util/Collections.unmodifiable";

  @Test
  void everyCollectionOfARecordIsCopied() throws IOException {
    SortedSet<String> notCopied = new TreeSet<>();
    for (JavaClass type : ProgramClasses.ALL) {
      Class<?> reflected = type.reflect();
      if (reflected.isRecord()) {
        notCopied(reflected).forEach(name -> notCopied.add(type.getName() + "." + name));
      }
    }
    assertThat(notCopied).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
  }

  @Test
  void aCopyIsRecognized() throws IOException {
    assertThat(notCopied(Copied.class)).isEmpty();
    assertThat(notCopied(NotCopied.class)).containsExactly("plain", "wrapped", "other");
  }

  @SuppressWarnings("UnusedMethod") // only its bytecode is read
  private record Copied(
      long wide,
      List<String> list,
      Set<String> set,
      List<String> stream,
      SortedMap<String, Long> map) {
    Copied {
      map = Collections.unmodifiableSortedMap(new TreeMap<>(map));
      list = List.copyOf(list);
      stream = stream.stream().sorted().toList();
      set = Set.copyOf(set);
    }
  }

  @SuppressWarnings("UnusedMethod") // only its bytecode is read
  private record NotCopied(
      List<String> plain, double wide, List<String> wrapped, List<String> good, Set<String> other) {
    NotCopied {
      wrapped = Collections.unmodifiableList(wrapped);
      good = List.copyOf(plain);
    }
  }

  private static List<String> notCopied(Class<?> type) throws IOException {
    List<Instruction> constructor = canonicalConstructor(type);
    List<String> notCopied = new ArrayList<>();
    int slot = 1;
    for (RecordComponent component : type.getRecordComponents()) {
      if (isCollection(component.getType()) && !isCopied(constructor, slot)) {
        notCopied.add(component.getName());
      }
      slot += component.getType() == long.class || component.getType() == double.class ? 2 : 1;
    }
    return notCopied;
  }

  private static boolean isCollection(Class<?> type) {
    return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
  }

  private static List<Instruction> canonicalConstructor(Class<?> type) throws IOException {
    MethodTypeDesc signature =
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            Arrays.stream(type.getRecordComponents())
                .map(component -> descriptor(component.getType()))
                .toList());
    return instructions(type.getName().replace('.', '/'), ConstantDescs.INIT_NAME, signature);
  }

  /** The instructions of a method, without casts. */
  private static List<Instruction> instructions(String type, String name, MethodTypeDesc signature)
      throws IOException {
    String file = "/" + type + ".class";
    try (InputStream stream =
        Objects.requireNonNull(RecordCopiesTest.class.getResourceAsStream(file), file)) {
      MethodModel method =
          ClassFile.of().parse(stream.readAllBytes()).methods().stream()
              .filter(one ->
                  one.methodName().equalsString(name) && one.methodTypeSymbol().equals(signature))
              .findFirst()
              .orElseThrow();
      List<Instruction> instructions = new ArrayList<>();
      for (CodeElement element : method.code().orElseThrow()) {
        if (element instanceof Instruction instruction
            && !(element instanceof TypeCheckInstruction)) {
          instructions.add(instruction);
        }
      }
      return instructions;
    }
  }

  private static ClassDesc descriptor(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  /** Whether the constructor stores a copy in the variable of a parameter. */
  private static boolean isCopied(List<Instruction> constructor, int slot) throws IOException {
    for (int i = 2; i < constructor.size(); i++) {
      if (constructor.get(i) instanceof StoreInstruction store && store.slot() == slot) {
        return isCopy(constructor, i - 1);
      }
    }
    return false;
  }

  /** Whether an instruction makes a copy, or calls a method of the program that returns one. */
  private static boolean isCopy(List<Instruction> method, int i) throws IOException {
    String called = called(method.get(i));
    if (called.startsWith(WRAPPER)) {
      String before = called(method.get(i - 1));
      return before.startsWith("java/util/") && before.endsWith("." + ConstantDescs.INIT_NAME);
    }
    return COPIES.contains(called)
        || (called.startsWith("gangway/") && returnsCopy((InvokeInstruction) method.get(i)));
  }

  private static boolean returnsCopy(InvokeInstruction call) throws IOException {
    List<Instruction> method =
        instructions(
            call.owner().asInternalName(),
            call.name().stringValue(),
            MethodTypeDesc.ofDescriptor(call.type().stringValue()));
    for (int i = 1; i < method.size(); i++) {
      if (method.get(i) instanceof ReturnInstruction && !isCopy(method, i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** The method that an instruction calls; empty for other instructions. */
  private static String called(Instruction instruction) {
    return instruction instanceof InvokeInstruction call
        ? call.owner().asInternalName() + "." + call.name().stringValue()
        : "";
  }
}
