package gangway.knowledge;

/**
 * One question to a machine: a call, and the path or command that it is about.
 *
 * @param call the name of the method, or {@code xenstore read} and {@code xenstore list}
 */
record Question(String call, String about) implements Comparable<Question> {
  /** Whether it is about the path of another question, or a path below. */
  boolean belowOrAt(Question other) {
    return about.equals(other.about) || about.startsWith(other.about + "/");
  }

  /** Whether another question is about a name in the folder of this one. */
  boolean names(Question other, Object name) {
    return other.about.equals(about + "/" + name);
  }

  @Override
  public int compareTo(Question other) {
    int first = about.compareTo(other.about);
    return first != 0 ? first : call.compareTo(other.call);
  }

  @Override
  public String toString() {
    return call + " " + about;
  }
}
