package gangway.xenstore;

/**
 * XenStore's tree within a transaction: what is written is seen at once, and by others all
 * together.
 */
public interface XenStoreEdit extends XenStoreView {

  /** Sets a value. Nodes on the way are made. */
  void write(String path, String value);
}
