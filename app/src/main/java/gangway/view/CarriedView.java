package gangway.view;

import gangway.check.Carried;
import java.util.List;

/** Something that a function carries. */
public record CarriedView(Carried.Kind kind, String what, List<String> chain) implements View {
  public CarriedView {
    chain = List.copyOf(chain);
  }

  static CarriedView of(Carried carried) {
    return new CarriedView(carried.kind(), carried.what(), carried.chain());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("kind", kind);
    json.text("what", what);
    json.texts("chain", chain);
  }
}
