package gangway.view;

/** An object of docs/json.md. */
public interface View {

  /** Writes the members of the object. */
  void writeTo(ViewWriter json);
}
