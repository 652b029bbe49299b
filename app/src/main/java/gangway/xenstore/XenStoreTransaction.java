package gangway.xenstore;

/**
 * XenStore's tree within a transaction, which sees its own writes; others see all writes together.
 */
public interface XenStoreTransaction extends XenStoreView {

  /** Sets a value and creates missing parent nodes. */
  void write(String path, String value);

  /** Removes a node and everything below it; does nothing if there is no such node. */
  void remove(String path);
}
