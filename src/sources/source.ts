import type { z } from "zod";
import type { HttpClient } from "../net/http-client.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { ListLayout } from "../domain/list-import.ts";
import type { Notice, NoticeUse } from "../domain/notice.ts";
import type { Product } from "../domain/product.ts";

/** Something odd in a file that was read all the same; `place` is where, such as `line 12`. */
export interface Warning {
  readonly place: string;
  readonly problem: string;
}

/** What was odd in a file: all of it is counted, and enough of it kept to see what is wrong. */
export class Warnings {
  readonly kept: Warning[] = [];
  count = 0;

  add(place: string, problem: string): void {
    this.count += 1;
    if (this.kept.length < MAX_WARNINGS_KEPT) this.kept.push({ place, problem });
  }
}

const MAX_WARNINGS_KEPT = 100;

export interface ReadInput {
  readonly file: string;
  readonly maxBytes: number;
  /** The encoding that the server named (`content-type: …; charset=…`), for what was fetched. */
  readonly charset?: string | null;
  /** When it is taken in: what a file dates later than this has not come, and moves no clock. */
  readonly now: Date;
  /**
   * Swedish ATC terms in lower case, such as `meropenem`, with their ATC codes, as the national file had them last.
   * For sources that recognise medicines in free text; without them only codes are recognised.
   */
  readonly terms?: ReadonlyMap<string, readonly string[]>;
  /**
   * Gets the notices in file order, in batches, and is awaited before more is read. It runs before the end of the
   * file is checked: whoever stores notices must undo it when the file turns out `rejected`. `createdAt` is when the
   * source wrote the file.
   */
  readonly onNotices: (notices: Notice[], createdAt: Date) => Promise<void> | void;
}

/** What can be said of any file that was read. */
export interface FileSummary {
  readonly bytes: number;
  /** Hexadecimal, of the file as it lies on disk. */
  readonly sha256: string;
  /** The first ones; `warningCount` counts all. */
  readonly warnings: readonly Warning[];
  readonly warningCount: number;
}

export type ReadResult =
  | (FileSummary & {
      readonly kind: "read";
      /** When the source wrote the file, and the source's own words for it. */
      readonly createdAt: Date;
      readonly rawCreatedAt: string;
      /** What was handed on. */
      readonly reports: number;
      readonly notices: number;
      readonly packages: number;
      /**
       * Reports that are in the file but could not be read, each with a warning: the ids that could be made out, so
       * that nobody takes them for vanished, and the number of all.
       */
      readonly skippedReportIds: readonly string[];
      readonly skippedReports: number;
    })
  /** `reason` is a sentence that names the place and what mends it. */
  | { readonly kind: "rejected"; readonly reason: string };

/** Where a file comes from, whatever it tells of. */
interface FileSource {
  /** Unique: what it tells is known by it. */
  readonly name: string;
  /** As readers know it. */
  readonly title: string;
  /** Where its file is; null when files are only handed in. */
  readonly defaultUrl: string | null;
  /** The file lists all there is, so that what is no longer in it has vanished. */
  readonly complete: boolean;
  /** A complete file older than this calls for somebody; 36 hours unless told. */
  readonly staleAfterHours?: number;
  /** Asked once a day, from this hour in Stockholm on; at every poll unless told. */
  readonly askedFromHour?: number;
  /** Finds the address again when the file is no longer where it was. */
  readonly findUrl?: (
    http: Pick<HttpClient, "request">,
  ) => Promise<{ readonly kind: "found"; readonly url: string } | { readonly kind: "failed"; readonly reason: string }>;
}

/** Where notices come from, ready to be read. */
export interface Source extends FileSource {
  readonly use: NoticeUse;
  /** Never throws for what a file holds; memory grows with the ids in it, not with its size. */
  read(input: ReadInput): Promise<ReadResult>;
}

/** Where the catalogue of products comes from. */
export interface ProductSource extends FileSource {
  readonly use: "catalogue";
  /** Never throws for what a file holds. `onProducts` gets the products in batches, once the whole file has been read. */
  read(input: ReadProductsInput): Promise<ReadProducts>;
}

/** Whatever a file tells of, it is fetched, guarded, kept, accepted and taken back alike. */
export type AnySource = Source | ProductSource;

export interface ReadProductsInput extends Pick<ReadInput, "file" | "maxBytes" | "now"> {
  /** What somebody said of how the table is to be read; found out where it is left out. */
  readonly layout?: ListLayout;
  readonly onProducts: (products: Product[]) => Promise<void> | void;
}

export type ReadProducts =
  | (FileSummary & {
      readonly kind: "read";
      readonly products: number;
      /** Rows that could not be read, each with a warning. */
      readonly skippedRows: number;
      /** The day that the file tells of, and its beginning or when it was last written to disk; neither is to come. */
      readonly asOf: IsoDate;
      readonly createdAt: Date;
      /** Where the columns were found; the sheet of a workbook only. */
      readonly sheet: string | null;
      readonly headerRow: number;
      /** What the columns that may be missing are called, and whether the file has them. */
      readonly extraColumns: { readonly category: ExtraColumn; readonly formerNames: ExtraColumn };
      /** Values that nobody has seen before. */
      readonly unknownValues: number;
    })
  /** `reason` is a sentence that names the place and what mends it. */
  | { readonly kind: "rejected"; readonly reason: string };

export interface ExtraColumn {
  readonly title: string;
  readonly isThere: boolean;
}

/** How a kind of source is made from what is saved about it. One file a kind; `index.ts` is the registry. */
export interface SourceKind {
  /** `rss`, `spreadsheet`, …; its file's name. */
  readonly name: string;
  /** What has to be known of one source of this kind, beside its name, title and address. */
  readonly optionsSchema: z.ZodType;
  /** `options` has passed `optionsSchema`. */
  create(saved: {
    readonly name: string;
    readonly title: string;
    readonly url: string | null;
    readonly options: unknown;
  }): Source;
}
