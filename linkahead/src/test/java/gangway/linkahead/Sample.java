package gangway.linkahead;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what its records and switches do, whichever way they are linked. */
public final class Sample implements Supplier<List<Object>> {
  record Everything(
      boolean yes,
      byte tiny,
      char letter,
      short small,
      int number,
      long large,
      float rough,
      double fine,
      @Nullable String text,
      List<String> many) {}

  record Nothing() {}

  sealed interface Shape {
    int UNIT = 1;

    record Dot() implements Shape {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    /** A switch in an interface. */
    default int size() {
      return switch (this) {
        case Dot dot -> 0;
        case Circle(int radius) when radius > 10 -> 1000;
        case Circle circle -> UNIT * circle.radius();
        case Square(int side) -> side * side;
      };
    }
  }

  private static final Everything ONE =
      new Everything(true, (byte) -1, 'x', (short) 3, 4, 5L, 6.5f, 7.5, "eight", List.of("nine"));

  private static List<Everything> others() {
    return List.of(
        ONE,
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(false, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(true, (byte) 1, 'x', (short) 3, 4, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(true, (byte) -1, 'y', (short) 3, 4, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(true, (byte) -1, 'x', (short) 0, 4, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(true, (byte) -1, 'x', (short) 3, 0, 5, 6.5f, 7.5, "eight", List.of("nine")),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 1L << 40, 6.5f, 7, "", List.of("nine")),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, Float.NaN, 7, "eight", List.of()),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, Float.NaN, 7, "eight", List.of()),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, 0.0, "eight", List.of()),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, -0.0, "eight", List.of()),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, 7.5, null, List.of("nine")),
        new Everything(true, (byte) -1, 'x', (short) 3, 4, 5, 6.5f, 7.5, "eight", List.of()));
  }

  @Override
  public List<Object> get() {
    List<Object> said = new ArrayList<>();
    for (Everything other : others()) {
      said.add(other.hashCode());
      said.add(others().stream().map(other::equals).toList());
      said.add(other.toString());
    }
    said.add(new Nothing().equals(new Nothing()));
    said.add(new Nothing().hashCode());
    said.add(ONE.equals(new Nothing()));
    said.add(equal(null));
    for (Shape shape :
        List.of(new Shape.Dot(), new Shape.Circle(2), new Shape.Circle(20), new Shape.Square(3))) {
      said.add(shape.size());
    }
    said.add(name(null));
    said.add(name("a"));
    said.add(name("b"));
    said.add(name(1));
    said.add(name(2L));
    said.add(constant("one"));
    said.add(constant("other"));
    return said;
  }

  private static boolean equal(@Nullable Object other) {
    return ONE.equals(other);
  }

  private static String name(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text when text.equals("a") -> "an a";
      case String text -> "text " + text;
      case Integer number -> "number " + number;
      default -> "something";
    };
  }

  /** Of this one's labels, one is no type. */
  private static String constant(Object value) {
    return switch (value) {
      case String text when text.isEmpty() -> "empty";
      case Shade shade when shade == Shade.DARK -> "dark";
      case Shade.LIGHT -> "light";
      default -> "other";
    };
  }

  enum Shade {
    DARK,
    LIGHT
  }
}
