package dev.pipewright.s3;

/** A file that holds all of an object's bytes, or one part of a multipart upload. */
record Segment(String file, long size) {}
