package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Leftovers;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Containers that cannot be started. */
public class TasksIT {
  private static final String RUNC = "io.containerd.runc.v2";

  private static Daemon daemon;
  private Footprint before;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "good", "true").ok();
  }

  @AfterClass
  public static void stop() throws Exception {
    daemon.close();
  }

  @Before
  public void look() throws Exception {
    before = Footprint.of(daemon);
  }

  /** No task, no shim, no mount, no file. */
  @After
  public void nothingIsLeft() throws Exception {
    assertEquals(List.of(), daemon.ctr("tasks", "ls", "-q").ok().lines());
    assertEquals(List.of(), daemon.ctr("containers", "ls", "-q").ok().lines());
    assertTrue(Leftovers.of(daemon.folder()).toString(), Leftovers.of(daemon.folder()).isEmpty());
    Set<String> more = Footprint.of(daemon).beyond(before);
    for (int i = 0; i < 100 && !more.isEmpty(); i++) {
      Thread.sleep(20);
      more = Footprint.of(daemon).beyond(before);
    }
    assertEquals(Set.of(), more);
  }

  private static void refused(List<String> options, String program, String... words)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--null-io"));
    arguments.addAll(options);
    arguments.addAll(List.of(BusyboxImage.NAME, "bad", program));
    Command run = daemon.ctr(arguments.toArray(String[]::new));
    assertNotEquals(run.toString(), 0, run.code());
    for (String word : words) {
      assertTrue(word + " is not in " + run, run.err().contains(word));
    }
  }

  @Test
  public void aProgramThatIsNotThereIsNamed() throws Exception {
    refused(List.of(), "/no/such", "/no/such", "no such file or directory");
  }

  @Test
  public void aMountOfNothingIsNamed() throws Exception {
    refused(
        List.of("--mount", "type=bind,src=/no/such,dst=/mnt,options=rbind"),
        "true",
        "/no/such",
        "no such file or directory");
  }

  @Test
  public void aRuntimeThatIsNotThereIsNamed() throws Exception {
    refused(List.of("--runtime", "io.containerd.nothing.v9"), "true", "containerd-shim-nothing-v9");
    refused(List.of("--runtime", "/no/such/shim"), "true", "/no/such/shim");
    refused(List.of("--runtime", "nothing"), "true", "nothing");
  }

  @Test
  public void aSpecThatIsNoneIsRefused() {
    refusedSpec("", "EOF");
    refusedSpec("{not json", "invalid character");
    refusedSpec("[]", "cannot unmarshal array");
    refusedSpec("{\"ociVersion\":7}", "cannot unmarshal number");
    refusedSpec("{}", "process property must not be empty");
  }

  private static void refusedSpec(String spec, String words) {
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      Container container =
          Container.newBuilder()
              .setId("bad")
              .setRuntime(Container.Runtime.newBuilder().setName(RUNC))
              .setSpec(
                  Any.newBuilder()
                      .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
                      .setValue(ByteString.copyFromUtf8(spec)))
              .build();
      rpc.containers().create(CreateContainerRequest.newBuilder().setContainer(container).build());
      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  rpc.tasks().create(CreateTaskRequest.newBuilder().setContainerId("bad").build()));
      assertTrue(e.getMessage(), e.getMessage().contains(words));
      rpc.containers().delete(DeleteContainerRequest.newBuilder().setId("bad").build());
    }
  }
}
