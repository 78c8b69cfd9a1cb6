package io.felucca.itests.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.snapshot.Snapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class KernelIT {
  private final Scope scope = Scope.of("kernel");

  @Inject private BundleContext context;
  @Inject private PluginRegistry plugins;
  @Inject private PluginAdmin admin;

  @Configuration
  public Option[] daemon() throws IOException {
    return new Option[] {InFramework.daemon()};
  }

  @Test
  public void everyBundleIsActive() {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getHeaders().get("Fragment-Host") == null) {
        assertEquals(bundle.toString(), Bundle.ACTIVE, bundle.getState());
      }
    }
  }

  @Test
  public void everyPluginServesOrSaysWhyNot() throws InterruptedException {
    for (int i = 0; i < 3000 && !(Files.exists(InFramework.SOCKET) && bad().isEmpty()); i++) {
      Thread.sleep(20);
    }
    assertEquals(List.of(), bad());
  }

  private List<PluginInfo> bad() {
    return plugins.plugins().stream()
        .filter(plugin -> plugin.state() != PluginState.OK && plugin.state() != PluginState.SKIP)
        .toList();
  }

  @Test
  public void aHeldSnapshotterStaysAliveWhileItIsReplaced() throws InterruptedException {
    try (var held = plugins.use(scope, Snapshotter.KIND, "native")) {
      Thread swap = new Thread(() -> admin.swap(Snapshotter.KIND.type(), "native"));
      swap.start();
      boolean replaced = false;
      for (int i = 0; i < 6000 && !replaced; i++) {
        replaced =
            plugins.call(scope, Snapshotter.KIND, "native", now -> now != held.get() && lists(now));
        Thread.sleep(10);
      }
      assertTrue("another instance serves", replaced);
      assertTrue("the held one does, too", lists(held.get()));
      held.close();
      swap.join();
    }
  }

  private boolean lists(Snapshotter snapshotter) {
    snapshotter.list(scope, Filter.ALL, info -> {});
    return true;
  }

  @Test
  public void unknownPluginsAreNotFound() {
    try {
      plugins.call(scope, Snapshotter.KIND, "nothing", now -> now.exports());
      throw new AssertionError("called");
    } catch (Fault fault) {
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().contains("nothing"));
    }
  }
}
