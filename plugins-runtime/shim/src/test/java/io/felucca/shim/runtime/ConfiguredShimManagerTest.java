package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.Test;

public class ConfiguredShimManagerTest {
  private static ConfiguredShimManager manager(String socketDir, String... env) {
    return new ConfiguredShimManager(
        new ConfiguredShimManager.Config() {
          @Override
          public String[] env() {
            return env;
          }

          @Override
          public String socket_dir() {
            return socketDir;
          }

          @Override
          public Class<? extends Annotation> annotationType() {
            return ConfiguredShimManager.Config.class;
          }
        });
  }

  @Test
  public void settingsAreTakenOver() {
    ConfiguredShimManager manager = manager("/run/x/../s", "A=1", "B=2");
    assertEquals("/run/s", manager.socketDir());
    assertEquals(List.of("A=1", "B=2"), manager.env());
  }

  @Test
  public void socketDirThatLeavesNoRoomIsRefused() {
    assertThrows(Fault.class, () -> manager("relative").start());
    assertThrows(Fault.class, () -> manager("/" + "x".repeat(42)).start());
    assertEquals(42, manager("/" + "x".repeat(41)).socketDir().length());
  }
}
