package io.felucca.reaper.stdio;

import io.felucca.api.task.TaskIo;
import java.nio.file.Path;

/**
 * What is to be opened, and for whom.
 *
 * @param uid owner of pipe ends
 * @param gid group of pipe ends
 * @param namespace told to loggers
 * @param id of the process, told to loggers
 * @param folder where loggers are noted
 * @param later whether the other end of standard input is to be held later, if at all
 */
public record StdioRequest(
    TaskIo io, int uid, int gid, String namespace, String id, Path folder, boolean later) {}
