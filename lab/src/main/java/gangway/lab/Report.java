package gangway.lab;

/** Is told what the lab does while it does it. */
public interface Report {
  /** Something begins that takes a while. */
  void begins(String what);

  /** A line on how it goes. */
  void detail(String line);
}
