package io.felucca.store;

import java.nio.file.Path;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A store on a real file for each test. */
final class OpenStore extends ExternalResource {
  private final TemporaryFolder folder = new TemporaryFolder();
  private final StoreOptions options;
  Store store;

  OpenStore() {
    this(StoreOptions.defaults());
  }

  OpenStore(StoreOptions options) {
    this.options = options;
  }

  Path folder() {
    return folder.getRoot().toPath();
  }

  Path file() {
    return folder().resolve("meta.db");
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    store = Stores.open(file(), options);
  }

  /** Closes and opens again, so that all comes from the file. */
  void reopen() {
    store.close();
    store = Stores.open(file(), options);
  }

  @Override
  protected void after() {
    store.close();
    folder.delete();
  }
}
