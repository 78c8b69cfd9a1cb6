package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Prototype;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.options.Options;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.KillRequest;
import io.felucca.wire.tasks.ListPidsRequest;
import io.felucca.wire.tasks.MetricsRequest;
import io.felucca.wire.tasks.PauseTaskRequest;
import io.felucca.wire.tasks.ResumeTaskRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.UpdateTaskRequest;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.types.Mount;
import io.felucca.wire.types.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Calls on tasks that cannot be meant so, that come twice, or from many at once. */
public class CallsIT {
  private static final int MANY = 30;
  private static final int FEWER = 16;
  private static final String SPECS = "types.containerd.io/opencontainers/runtime-spec/1/";
  private static final List<String> SLEEP = Prototype.COMMAND;

  private static Daemon daemon;
  private static Rpc rpc;
  private static Prototype prototype;
  private static String process;

  private Untouched before;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon.ctr("containers", "create", BusyboxImage.NAME, "proto", SLEEP.get(0), SLEEP.get(1)).ok();
    rpc = new Rpc(daemon.address(), "default");
    prototype = new Prototype(rpc.channel(), "default", "proto", "/default/");
    process = "{\"cwd\":\"/\",\"args\":[\"%s\"],\"env\":[\"PATH=/bin\"],\"user\":{}}";
    daemon.ctr("containers", "rm", "--keep-snapshot", "proto").ok();
    daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "good", "true").ok();
  }

  @AfterClass
  public static void stop() throws Exception {
    rpc.close();
    daemon.close();
  }

  @Before
  public void look() throws Exception {
    before = Untouched.look(daemon);
  }

  @After
  public void nothingIsLeftAndContainersRun() throws Exception {
    before.check();
    daemon.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "later", "true").ok();
  }

  private static TasksGrpc.TasksBlockingStub tasks() {
    return rpc.tasks();
  }

  private static CreateTaskRequest.Builder order(String id, List<Mount> rootfs) {
    return CreateTaskRequest.newBuilder().setContainerId(id).addAllRootfs(rootfs);
  }

  private static List<Mount> container(String id) {
    prototype.create(rpc.channel(), id, SLEEP);
    return prototype.prepare(rpc.channel(), id);
  }

  private static void running(String id) {
    tasks().create(order(id, container(id)).build());
    tasks().start(StartRequest.newBuilder().setContainerId(id).build());
  }

  private static void end(String id) {
    kill(id, 9);
    tasks().wait(WaitRequest.newBuilder().setContainerId(id).build());
    delete(id);
    prototype.remove(rpc.channel(), id);
  }

  private static void kill(String id, int signal) {
    tasks().kill(KillRequest.newBuilder().setContainerId(id).setSignal(signal).build());
  }

  private static int delete(String id) {
    return tasks()
        .delete(DeleteTaskRequest.newBuilder().setContainerId(id).build())
        .getExitStatus();
  }

  private static Any spec(String kind, String json) {
    return Any.newBuilder()
        .setTypeUrl(SPECS + kind)
        .setValue(ByteString.copyFromUtf8(json))
        .build();
  }

  private static void exec(String id, String execId, String json) {
    tasks()
        .exec(
            ExecProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .setSpec(spec("Process", json))
                .build());
  }

  private static void startExec(String id, String execId) {
    tasks().start(StartRequest.newBuilder().setContainerId(id).setExecId(execId).build());
  }

  private static void deleteExec(String id, String execId) {
    tasks()
        .deleteProcess(
            DeleteProcessRequest.newBuilder().setContainerId(id).setExecId(execId).build());
  }

  private static Status status(String id) {
    return tasks().get(GetRequest.newBuilder().setContainerId(id).build()).getProcess().getStatus();
  }

  private static StatusRuntimeException refused(Code code, Runnable call, String... words) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertEquals(e.getMessage(), code, e.getStatus().getCode());
    for (String word : words) {
      assertTrue(word + " is not in " + e.getMessage(), e.getMessage().contains(word));
    }
    return e;
  }

  /** How many of many calls at once end how. */
  private static Map<Code, Long> atOnce(Runnable call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    try {
      List<Future<Code>> all =
          IntStream.range(0, MANY).mapToObj(i -> threads.submit(() -> code(call))).toList();
      Map<Code, Long> counts = new TreeMap<>();
      for (Future<Code> one : all) {
        counts.merge(one.get(5, TimeUnit.MINUTES), 1L, Long::sum);
      }
      return counts;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Code code(Runnable call) {
    try {
      call.run();
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void once(Code others, Runnable call) throws Exception {
    assertEquals(Map.of(Code.OK, 1L, others, MANY - 1L), atOnce(call));
  }

  @Test
  public void ofManyClientsAtOnceOneIsServedAndTheOthersAreToldWhy() throws Exception {
    List<Mount> rootfs = container("c");
    once(Code.ALREADY_EXISTS, () -> tasks().create(order("c", rootfs).build()));
    once(
        Code.FAILED_PRECONDITION,
        () -> tasks().start(StartRequest.newBuilder().setContainerId("c").build()));
    once(Code.ALREADY_EXISTS, () -> exec("c", "e", process.formatted("true")));
    once(Code.FAILED_PRECONDITION, () -> startExec("c", "e"));
    WaitRequest exec = WaitRequest.newBuilder().setContainerId("c").setExecId("e").build();
    assertEquals(Map.of(Code.OK, (long) MANY), atOnce(() -> tasks().wait(exec)));
    once(Code.NOT_FOUND, () -> deleteExec("c", "e"));
    PauseTaskRequest pause = PauseTaskRequest.newBuilder().setContainerId("c").build();
    once(Code.FAILED_PRECONDITION, () -> tasks().pause(pause));
    ResumeTaskRequest resume = ResumeTaskRequest.newBuilder().setContainerId("c").build();
    once(Code.FAILED_PRECONDITION, () -> tasks().resume(resume));
    refused(Code.FAILED_PRECONDITION, () -> delete("c"), "cannot delete a running process");
    kill("c", 9);
    WaitRequest wait = WaitRequest.newBuilder().setContainerId("c").build();
    assertEquals(Map.of(Code.OK, (long) MANY), atOnce(() -> tasks().wait(wait)));
    once(Code.NOT_FOUND, () -> delete("c"));
    prototype.remove(rpc.channel(), "c");
  }

  @Test
  public void signalsThatThereAreNotAreRefusedAndTheTaskRuns() {
    running("c");
    kill("c", 0);
    for (int signal : new int[] {65, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> kill("c", signal));
      assertTrue(e.getMessage(), e.getMessage().contains("signal " + signal));
    }
    assertEquals(Status.RUNNING, status("c"));
    end("c");
  }

  @Test
  public void execsThatAreNoneAreRefusedAndTheirIdsAreFree() {
    running("c");
    for (String json : List.of("", "null", "[]", "7", "{not json")) {
      refused(Code.INVALID_ARGUMENT, () -> exec("c", "e", json), "process cannot be read");
    }
    for (String id : List.of("", "../e", "a b", "x".repeat(77))) {
      refused(Code.INVALID_ARGUMENT, () -> exec("c", id, process.formatted("true")));
    }
    for (String json : List.of("{}", "{\"args\":\"x\",\"cwd\":\"/\"}")) {
      exec("c", "e", json);
      refused(Code.UNKNOWN, () -> startExec("c", "e"), "OCI runtime exec failed");
      deleteExec("c", "e");
    }
    exec("c", "e", process.formatted("/no/such"));
    refused(Code.UNKNOWN, () -> startExec("c", "e"), "/no/such", "no such file or directory");
    refused(Code.UNKNOWN, () -> startExec("c", "e"), "/no/such");
    refused(Code.ALREADY_EXISTS, () -> exec("c", "e", process.formatted("true")), "e");
    deleteExec("c", "e");
    refused(Code.NOT_FOUND, () -> deleteExec("c", "e"), "e");
    end("c");
  }

  @Test
  public void outputThatCannotBeWrittenToIsNamed() throws Exception {
    List<Mount> rootfs = container("c");
    String folder = daemon.folder().toString();
    Path file = Files.writeString(daemon.folder().resolve("file"), "");
    refusedOutput(Code.UNKNOWN, rootfs, folder, "Is a directory");
    refusedOutput(Code.NOT_FOUND, rootfs, folder + "/none", "no such file");
    refusedOutput(Code.INVALID_ARGUMENT, rootfs, "relative", "not absolute");
    refusedOutput(Code.INVALID_ARGUMENT, rootfs, "nonsense://x", "file:///path");
    CreateTaskRequest logged = order("c", rootfs).setStdout("binary:///bin/false").build();
    refused(
        Code.FAILED_PRECONDITION, () -> tasks().create(logged), "logger /bin/false", "status 1");
    CreateTaskRequest input = order("c", rootfs).setStdin(file.toString()).build();
    refused(Code.INVALID_ARGUMENT, () -> tasks().create(input), file.toString(), "not a FIFO");
    prototype.remove(rpc.channel(), "c");
  }

  private static void refusedOutput(Code code, List<Mount> rootfs, String output, String why) {
    CreateTaskRequest request = order("c", rootfs).setStdout(output).build();
    refused(code, () -> tasks().create(request), output, why);
  }

  @Test
  public void programsThatAreNoRuntimesAreNamed() throws Exception {
    List<Mount> rootfs = container("c");
    String garbage = program("garbage", "echo garbage; exit 3");
    String dies = program("dies", "kill -SEGV $$");
    refusedBinary(rootfs, "/no/such", "/no/such: no such file or directory");
    refusedBinary(rootfs, "/tmp", "/tmp: permission denied");
    refusedBinary(rootfs, garbage, garbage + " did not terminate successfully: exit status 3");
    refusedBinary(rootfs, dies, dies + " did not terminate successfully");
    refusedBinary(rootfs, "/bin/true", "create");
    prototype.remove(rpc.channel(), "c");
  }

  private static String program(String name, String script) throws Exception {
    Path file = daemon.folder().resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private static CreateTaskRequest by(List<Mount> rootfs, String binary) {
    return order("c", rootfs)
        .setOptions(
            Any.newBuilder()
                .setTypeUrl("containerd.runc.v1.Options")
                .setValue(Options.newBuilder().setBinaryName(binary).build().toByteString()))
        .build();
  }

  private static void refusedBinary(List<Mount> rootfs, String binary, String why) {
    refused(Code.UNKNOWN, () -> tasks().create(by(rootfs, binary)), why);
  }

  @Test
  public void updatesAndQuestionsThatMakeNoSenseLeaveTheTaskAsItIs() {
    running("c");
    UpdateTaskRequest.Builder update = UpdateTaskRequest.newBuilder().setContainerId("c");
    refused(Code.INVALID_ARGUMENT, () -> tasks().update(update.build()), "resources");
    for (String json : List.of("", "[]", "{\"memory\":{\"limit\":\"x\"}}")) {
      UpdateTaskRequest bad = update.clone().setResources(spec("LinuxResources", json)).build();
      refused(Code.UNKNOWN, () -> tasks().update(bad));
    }
    for (String filter : List.of("id==", "id==\"c", ",,")) {
      MetricsRequest bad = MetricsRequest.newBuilder().addFilters(filter).build();
      refused(Code.INVALID_ARGUMENT, () -> tasks().metrics(bad), "filters: parse error");
    }
    assertEquals(Status.RUNNING, status("c"));
    kill("c", 9);
    tasks().wait(WaitRequest.newBuilder().setContainerId("c").build());
    ListPidsRequest pids = ListPidsRequest.newBuilder().setContainerId("c").build();
    assertEquals(0, tasks().listPids(pids).getProcessesCount());
    delete("c");
    prototype.remove(rpc.channel(), "c");
  }

  @Test
  public void anEnvironmentOfAMegabyteIsNoHindrance() {
    String large = ("A=" + "x".repeat(100_000) + "\",\"").repeat(10);
    running("c");
    exec("c", "e", process.formatted("true").replace("PATH=", large + "PATH="));
    startExec("c", "e");
    WaitRequest wait = WaitRequest.newBuilder().setContainerId("c").setExecId("e").build();
    assertEquals(0, tasks().wait(wait).getExitStatus());
    end("c");
  }

  /** What runc keeps of a container would keep its ID taken. */
  @Test
  public void afterAShortageOfDescriptorsAllIdsCanBeUsed() throws Exception {
    List<String> ids = IntStream.range(0, FEWER).mapToObj(i -> "c" + i).toList();
    Map<String, List<Mount>> roots =
        ids.stream().collect(Collectors.toMap(id -> id, CallsIT::container));
    limitDescriptors("120:");
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    for (String id : ids) {
      threads.submit(() -> code(() -> tasks().create(order(id, roots.get(id)).build())));
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(5, TimeUnit.MINUTES));
    limitDescriptors("20000:");
    for (String id : ids) {
      code(() -> delete(id));
    }
    assertEquals(List.of(), daemon.ctr("tasks", "ls", "-q").ok().lines());
    for (String id : ids) {
      tasks().create(order(id, roots.get(id)).build());
      delete(id);
      prototype.remove(rpc.channel(), id);
    }
  }

  /** The soft limit, which containers may raise for themselves. */
  private static void limitDescriptors(String limit) throws Exception {
    String pid = Long.toString(daemon.pid());
    Command.run(daemon.folder(), "prlimit", "--pid", pid, "--nofile=" + limit).ok();
  }
}
