package io.felucca.itests.badinput;

import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Containers that cannot be started. */
@RunWith(Parameterized.class)
public class TasksIT {
  private static Daemon daemon;

  @Parameter public Runtime runtime;
  private Untouched before;

  @Parameters(name = "{0}")
  public static Runtime[] runtimes() {
    return Runtime.values();
  }

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    for (Runtime each : runtimes()) {
      daemon
          .ctr(
              "run",
              "--rm",
              "--null-io",
              "--runtime",
              each.choice(),
              BusyboxImage.NAME,
              "good",
              "true")
          .ok();
    }
  }

  @AfterClass
  public static void stop() throws Exception {
    daemon.close();
  }

  @Before
  public void look() throws Exception {
    before = Untouched.look(daemon);
  }

  @After
  public void nothingIsLeft() throws Exception {
    before.check();
  }

  private void refused(List<String> options, String program, String... words) throws Exception {
    refused(runtime.choice(), options, program, words);
  }

  private static void refused(String name, List<String> options, String program, String... words)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--rm", "--null-io", "--runtime", name));
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
    refused("io.containerd.nothing.v9", List.of(), "true", "containerd-shim-nothing-v9");
    refused("/no/such/shim", List.of(), "true", "/no/such/shim");
    refused("nothing", List.of(), "true", "nothing");
  }

  @Test
  public void aSpecThatIsNoneIsRefused() {
    boolean isRead = runtime == Runtime.OCI;
    String unread = "runtime specification cannot be read";
    refusedSpec("", isRead ? unread : "EOF");
    refusedSpec("{not json", isRead ? unread : "invalid character");
    refusedSpec("[]", isRead ? unread : "cannot unmarshal array");
    refusedSpec("{\"ociVersion\":7}", "cannot unmarshal number");
    refusedSpec("{}", "process property must not be empty");
  }

  private void refusedSpec(String spec, String words) {
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      Container container =
          Container.newBuilder()
              .setId("bad")
              .setRuntime(Container.Runtime.newBuilder().setName(runtime.choice()))
              .setSpec(
                  Any.newBuilder()
                      .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
                      .setValue(ByteString.copyFromUtf8(spec)))
              .build();
      rpc.containers().create(CreateContainerRequest.newBuilder().setContainer(container).build());
      try {
        refusedTask(rpc, words);
      } finally {
        rpc.containers().delete(DeleteContainerRequest.newBuilder().setId("bad").build());
      }
    }
  }

  private static void refusedTask(Rpc rpc, String words) {
    CreateTaskRequest request = CreateTaskRequest.newBuilder().setContainerId("bad").build();
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> rpc.tasks().create(request));
    assertTrue(e.getMessage(), e.getMessage().contains(words));
  }
}
