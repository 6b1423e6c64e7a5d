import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { addDays, stockholmDate, TIME_ZONE, type IsoDate } from "../domain/calendar.ts";
import { groupProducts, readCatalogue, type CatalogueProduct } from "./catalogue.ts";
import {
  createDraw,
  drawCause,
  drawCourse,
  drawPastCourse,
  drawReportId,
  drawSiblingCourse,
  STORIES,
  type Course,
  type Draw,
  type ExampleReport,
  type StoryCourses,
} from "./example-report.ts";
import { renderExampleXml } from "./example-xml.ts";

const EXAMPLE = { reports: 300, seed: 2099 };
/** So many neighbours in an information block make it about 5 KB, as large as the real file's blocks must be. */
const BENCH_ALTERNATIVES = 10;

export interface ExampleDay {
  /** `<date>.xml`. */
  readonly name: string;
  /** The instant of the file's `creationDate`, cut to milliseconds. */
  readonly createdAt: Date;
  readonly xml: string;
}

export interface ExampleFiles {
  /** Yesterday's file and today's. */
  readonly days: readonly [ExampleDay, ExampleDay];
  /** A hospital list as CSV: ATC,Substans,Beredningsform,Styrka,Prioritet,Kategori,Lagerdagar. */
  readonly list: string;
}

/**
 * The demo's input: two consecutive made-up national files and a list they hit. All but the dates is the same whatever
 * `today` is; between the two days every kind of change occurs, each at least once on the list.
 */
export function createExampleFiles(args: { today: IsoDate }): ExampleFiles {
  const plans = planReports(readCatalogue());
  const { today } = args;
  return {
    days: [
      createDay({ date: addDays(today, -1), time: "02:25:41.207", today, reports: plans.map((plan) => plan.before) }),
      createDay({ date: today, time: "02:27:13.435", today, reports: plans.map((plan) => plan.after) }),
    ],
    list: readFileSync(new URL("list.csv", import.meta.url), "utf8"),
  };
}

/**
 * A made-up file of any size in chunks of one report, never held whole: 2,350 reports with information blocks are
 * about as large as the real file (19 MB). `seed` decides the reports, `createdAt` their dates.
 */
export function writeExampleFile(args: {
  reports: number;
  createdAt: Date;
  seed: number;
  informationBlocks: boolean;
}): Iterable<string> {
  const { createdAt } = args;
  return renderExampleXml({ reports: drawReports(args), createdAt, today: stockholmDate(createdAt) });
}

interface DayToCreate {
  readonly date: IsoDate;
  readonly time: string;
  readonly today: IsoDate;
  readonly reports: readonly (ExampleReport | null)[];
}

function createDay({ date, time, today, reports }: DayToCreate): ExampleDay {
  // The hour from 02 to 03 is missing one night a year and comes twice another: Temporal takes 03 and the first 02.
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: TIME_ZONE, plainTime: time });
  const createdAt = new Date(zoned.epochMilliseconds);
  const present = reports.filter((report) => report !== null);
  return {
    name: `${date}.xml`,
    createdAt,
    xml: [...renderExampleXml({ reports: present, createdAt, today })].join(""),
  };
}

/** A report in the first file and in the second; null where it is not there. Dates count from the second day. */
interface Plan {
  readonly before: ExampleReport | null;
  readonly after: ExampleReport | null;
}

/** One report a product group, told by its story or drawn; then earlier and following reports of drawn groups. */
function planReports(catalogue: readonly CatalogueProduct[]): Plan[] {
  const draw = createDraw(EXAMPLE.seed);
  const groups = groupProducts(catalogue);
  const plans = groups.map((group, place) => planReport({ draw, catalogue, group, place }));
  for (const [place, group] of groups.entries()) {
    if (plans.length === EXAMPLE.reports) break;
    if (group[0]?.story === "")
      plans.push(planSecondReport({ draw, catalogue, group, place: plans.length, first: plans[place] }));
  }
  return plans;
}

interface ReportToPlan {
  readonly draw: Draw;
  readonly catalogue: readonly CatalogueProduct[];
  readonly group: readonly CatalogueProduct[];
  readonly place: number;
}

function planReport(to: ReportToPlan): Plan {
  const name = to.group[0]?.story ?? "";
  if (name === "") return planTouch(drawReport({ ...to, type: to.draw(3) === 0 ? "CESSATION" : "SHORTAGE" }), to.place);
  const story = STORIES[name];
  const published = story.before === null ? -1 : -7 - to.draw(14);
  const report = drawReport({ ...to, type: story.type });
  const tell = (courses: StoryCourses | null, updated: number): ExampleReport | null =>
    courses && { ...tellCourses(report, courses), published, updated };
  const isTouched = story.before !== story.after || name === "touched";
  return { before: tell(story.before, published), after: tell(story.after, isTouched ? -1 : published) };
}

/** A second report of a group: a coming cessation that follows on a shortage, or a shortage that has ended. */
function planSecondReport(to: ReportToPlan & { first: Plan | undefined }): Plan {
  const isFollowed = to.first?.after?.type === "SHORTAGE" && to.draw(4) === 0;
  const report = isFollowed
    ? drawReport({ ...to, type: "CESSATION", course: { start: 15 + to.draw(90), end: null } })
    : drawReport({ ...to, type: "SHORTAGE", course: drawPastCourse(to.draw) });
  return planTouch(report, to.place);
}

/** One report in twenty is touched without a change of content, as happens in the real file. */
function planTouch(report: ExampleReport, place: number): Plan {
  return { before: report, after: place % 20 === 7 ? { ...report, updated: -1 } : report };
}

function tellCourses(report: ExampleReport, [first, rest]: StoryCourses): ExampleReport {
  const products = report.products.map(({ product, packages }) => ({
    product,
    packages: packages.flatMap((pack) => {
      const course = pack.place === 0 ? first : rest;
      return course ? [{ ...pack, course: spreadEnd(course, product.index) }] : [];
    }),
  }));
  return { ...report, products };
}

/** Products with the same story come back on different days; ends close to today are the story's point and stay. */
function spreadEnd(course: Course, place: number): Course {
  return typeof course.end === "number" && course.end > 20 ? { ...course, end: course.end + (place % 9) } : course;
}

interface ReportToDraw extends ReportToPlan {
  readonly type: ExampleReport["type"];
  /** Drawn when left out. */
  readonly course?: Course;
  readonly edition?: number;
  /** Any neighbours, when a block is wanted for its size; else the catalogue's products with the same substance. */
  readonly alternatives?: readonly CatalogueProduct[];
}

function drawReport(to: ReportToDraw): ExampleReport {
  const { draw } = to;
  const course = to.course ?? drawCourse(draw, to.type);
  const published = Math.min(course.start - 10 + draw(17), -5 - draw(30));
  return {
    id: drawReportId(draw, to.place),
    type: to.type,
    edition: to.edition ?? 0,
    published,
    updated: Math.max(published, -3 - draw(60)),
    cause: drawCause(draw),
    products: to.group.map((product) => ({
      product,
      packages: product.packages.map((description, place) => ({
        place,
        description,
        course: place === 0 ? course : drawSiblingCourse(draw, course),
        alternatives: to.alternatives ?? findAlternatives(to.catalogue, product),
      })),
    })),
  };
}

function findAlternatives(catalogue: readonly CatalogueProduct[], product: CatalogueProduct): CatalogueProduct[] {
  return catalogue.filter(
    (other) => other.atc === product.atc && other.form === product.form && other.holder !== product.holder,
  );
}

/** Round after round through the catalogue, each with new NPL ids, so that a large file repeats no product. */
function* drawReports(args: { reports: number; seed: number; informationBlocks: boolean }): Generator<ExampleReport> {
  const draw = createDraw(args.seed);
  const catalogue = readCatalogue();
  for (let place = 0; place < args.reports; place += 1) {
    const edition = 1 + Math.floor(place / catalogue.length);
    const index = place % catalogue.length;
    const from = Math.min(index, catalogue.length - BENCH_ALTERNATIVES);
    const alternatives = args.informationBlocks ? catalogue.slice(from, from + BENCH_ALTERNATIVES) : [];
    const type = draw(100) < 37 ? "CESSATION" : "SHORTAGE";
    const group = catalogue.slice(index, index + 1);
    yield drawReport({ draw, catalogue, group, place, type, edition, alternatives });
  }
}
