package gangway;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The codes that the program can report, found in its class files: the constants in front of each
 * call of a method that makes a finding. So a code behind a Java constant is found too.
 */
public final class ProgramCodes {
  private static final Set<String> MAKERS = Set.of("blocks", "warns", "notes");
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]+(-[A-Z0-9]+)*");

  private final JavaClasses classes;

  ProgramCodes(JavaClasses classes) {
    this.classes = classes;
  }

  /** Those of all classes of the program. */
  public static ProgramCodes all() {
    return new ProgramCodes(ProgramClasses.ALL);
  }

  /** The codes given to the static methods of a class that make its instances. */
  public SortedSet<String> madeBy(Class<?> type) {
    SortedSet<String> codes = new TreeSet<>();
    for (JavaClass used : classes) {
      for (MethodModel method : ClassFile.of().parse(bytes(used)).methods()) {
        method.code().ifPresent(code -> collect(code, type, codes));
      }
    }
    return codes;
  }

  private static void collect(CodeModel code, Class<?> type, Set<String> codes) {
    List<String> before = new ArrayList<>();
    for (CodeElement element : code) {
      switch (element) {
        case ConstantInstruction constant when constant.constantValue() instanceof String text -> {
          if (CODE.matcher(text).matches()) {
            before.add(text);
          }
        }
        case InvokeInstruction call when makes(call, type) -> {
          codes.addAll(before);
          before.clear();
        }
        default -> {
          // neither a constant nor a call
        }
      }
    }
  }

  private static boolean makes(InvokeInstruction call, Class<?> type) {
    return call.owner().asInternalName().equals(type.getName().replace('.', '/'))
        && MAKERS.contains(call.name().stringValue());
  }

  private static byte[] bytes(JavaClass type) {
    Path file = Path.of(type.getSource().orElseThrow().getUri());
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
