package gangway.boot;

import gangway.Resource;

/** The scripts that give functions on trial back in an initramfs: the same commands in each. */
final class GiveBackScript {
  private GiveBackScript() {}

  /**
   * The text of a script, with the commands.
   *
   * @param name the name of the script for one tool
   */
  static String text(String name) {
    return Resource.text(GiveBackScript.class, name)
        .replace("# include give-back\n", Resource.text(GiveBackScript.class, "give-back.sh"));
  }
}
