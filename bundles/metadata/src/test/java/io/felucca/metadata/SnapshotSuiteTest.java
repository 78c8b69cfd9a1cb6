package io.felucca.metadata;

import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.TestWorld;
import io.felucca.testkit.SnapshotterSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;

/** The view of one namespace behaves as any snapshotter. */
public class SnapshotSuiteTest extends SnapshotterSuite {
  private final List<TestWorld> worlds = new ArrayList<>();

  @Override
  protected Snapshotter create(Path root) {
    TestWorld world = new TestWorld(root);
    worlds.add(world);
    return world.metadata.snapshotter("copy");
  }

  @Override
  protected int layers() {
    return 8;
  }

  @After
  public void closeWorlds() {
    worlds.forEach(TestWorld::close);
  }
}
