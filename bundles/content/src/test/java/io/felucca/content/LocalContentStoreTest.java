package io.felucca.content;

import io.felucca.api.content.ContentStore;
import io.felucca.testkit.ContentStoreSuite;
import java.nio.file.Path;

/** The local store does what every store must do. */
public class LocalContentStoreTest extends ContentStoreSuite {
  @Override
  protected ContentStore create(Path root) {
    return new LocalContentStore(root);
  }
}
