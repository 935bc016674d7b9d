package dev.pipewright.model;

import java.time.Instant;

/**
 * What a source artifact is a copy of.
 *
 * @param artifact the output artifact of the source action; null where a job worker reported it for an action without
 * @param revisionId a commit id, or an object's version id
 * @param changeIdentifier what tells one change from the next: a commit date, an ETag
 * @param summary a sentence for people, such as the commit message
 * @param created when the revision came to be
 * @param url a page about the revision; null where there is none
 */
public record Revision(
        String artifact,
        String revisionId,
        String changeIdentifier,
        String summary,
        Instant created,
        String url) {}
