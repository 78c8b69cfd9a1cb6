/** What is kept of tasks on disk, so that whoever comes next finds it. */
package io.felucca.runtime.oci.folder;
