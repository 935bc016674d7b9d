/** Git repositories that the server hosts: on disk, over Git's smart HTTP, and as pages in a browser. */
package dev.pipewright.git;
