package gangway.pci.identity;

/** What a device is recognized by, the most certain first. */
public enum Confidence {
  /** A serial number of its own, besides slot and ids. */
  SERIAL("serial number"),
  /** Its slot and its ids: another device of the same kind in the same slot looks the same. */
  SLOT_AND_IDS("slot and ids only"),
  /** Its ids: any device of the same kind looks the same. */
  IDS_ONLY("ids only");

  private final String words;

  Confidence(String words) {
    this.words = words;
  }

  /** Its name in a sentence. */
  public String words() {
    return words;
  }
}
