package io.felucca.proxy.host;

import static org.junit.Assert.assertEquals;

import io.felucca.api.content.ContentStore;
import io.felucca.content.LocalContentStore;
import io.felucca.testkit.ContentStoreSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;

/** The host's content is the store's, and nobody holds the store longer than needed. */
public class RawContentTest extends ContentStoreSuite {
  private final List<OnePlugin> registries = new ArrayList<>();

  @Override
  protected ContentStore create(Path root) {
    LocalContentStore local = new LocalContentStore(root);
    local.start();
    OnePlugin registry = new OnePlugin(ContentStore.KIND, "content", local);
    registries.add(registry);
    return new RawWorld(registry, "overlayfs").content();
  }

  @After
  public void storeIsLetGo() {
    registries.forEach(registry -> assertEquals(0, registry.holders()));
  }
}
