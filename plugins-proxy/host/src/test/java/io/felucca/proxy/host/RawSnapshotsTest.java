package io.felucca.proxy.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.nativefs.NativeSnapshotter;
import io.felucca.testkit.SnapshotterSuite;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;

/** A host's snapshotter does what a snapshotter does, by whatever name a peer calls it. */
public class RawSnapshotsTest extends SnapshotterSuite {
  private final List<NativeSnapshotter> opened = new ArrayList<>();
  private RawWorld world;

  @Override
  protected Snapshotter create(Path root) {
    NativeSnapshotter own = new NativeSnapshotter(config(root));
    own.start();
    opened.add(own);
    world = new RawWorld(new OnePlugin(Snapshotter.KIND, "native", own), "native");
    return world.snapshotter("as-the-peer-has-it");
  }

  private NativeSnapshotter.Config config(Path root) {
    return (NativeSnapshotter.Config)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {NativeSnapshotter.Config.class},
            (proxy, method, args) ->
                method.getName().equals("root_path") ? root.toString() : method.getDefaultValue());
  }

  @After
  public void closeOwn() {
    opened.forEach(NativeSnapshotter::close);
  }

  @Test
  public void itsOwnNameAndAnyOtherMeanTheSame() {
    snapshotter.prepare(scope, "a", "", Map.of());
    assertEquals("a", world.snapshotter("native").stat(scope, "a").name());
  }

  @Test
  public void restOfADaemonIsNotThere() {
    assertEquals(Fault.Kind.UNIMPLEMENTED, assertThrows(Fault.class, () -> world.images()).kind());
    assertEquals(Fault.Kind.UNIMPLEMENTED, assertThrows(Fault.class, () -> world.leases()).kind());
  }
}
