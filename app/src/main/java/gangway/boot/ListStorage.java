package gangway.boot;

import gangway.Problem;

/**
 * Where the list of functions to hide at boot is stored.
 *
 * <p>Each place has a class of its own. To support another place, write a class for it, and choose
 * it in {@link BootSettings#storage}.
 *
 * <p>See docs/decisions/0034-three-parts-of-hiding-at-boot.md.
 */
sealed interface ListStorage
    permits ModprobeStorage, GrubStorage, ExtlinuxStorage, ToolStorage, ForeignStorage {

  /**
   * Stores a list in place of the present one.
   *
   * @param list the whole list; an empty list hides nothing
   * @throws Problem of kind REFUSED if the place is such that Gangway must not touch it
   */
  void store(HideList list, FileEdits edits);
}
