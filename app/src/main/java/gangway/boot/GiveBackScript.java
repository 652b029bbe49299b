package gangway.boot;

import gangway.Resource;

/** The scripts that give functions on trial back in an initramfs: the same commands in each. */
final class GiveBackScript {
  private static final String INCLUDE = "# include give-back\n";

  private GiveBackScript() {}

  /**
   * The text of a script, with the commands if the script includes them.
   *
   * @param name the name of the script for one tool
   */
  static String text(String name) {
    String text = Resource.text(GiveBackScript.class, name);
    return text.contains(INCLUDE)
        ? text.replace(INCLUDE, Resource.text(GiveBackScript.class, "give-back.sh"))
        : text;
  }
}
