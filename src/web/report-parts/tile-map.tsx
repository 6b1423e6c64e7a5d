/** Each region's letter and the square it has: column and row, about where it lies. */
const TILES: Readonly<Record<string, readonly [letter: string, column: number, row: number]>> = {
  "25": ["BD", 2, 0],
  "24": ["AC", 2, 1],
  "23": ["Z", 1, 2],
  "22": ["Y", 2, 2],
  "20": ["W", 1, 3],
  "21": ["X", 2, 3],
  "17": ["S", 0, 4],
  "18": ["T", 1, 4],
  "19": ["U", 2, 4],
  "03": ["C", 3, 4],
  "14": ["O", 0, 5],
  "04": ["D", 2, 5],
  "01": ["AB", 3, 5],
  "13": ["N", 0, 6],
  "06": ["F", 1, 6],
  "05": ["E", 2, 6],
  "07": ["G", 1, 7],
  "08": ["H", 2, 7],
  "09": ["I", 3, 7],
  "12": ["M", 0, 8],
  "10": ["K", 1, 8],
};
const SIZE = 76;
const GAP = 4;
const STROKES = 4;

export interface MapTile {
  readonly regionCode: string;
  readonly text: string;
  /** Null where there is none to show. */
  readonly value: number | null;
}

interface TileMapProps {
  readonly title: string;
  readonly description: string;
  readonly tiles: readonly MapTile[];
}

/** The regions as squares with their numbers; strokes say how high a value is, so that colour says nothing alone. */
export function TileMap({ title, description, tiles }: TileMapProps) {
  const values = tiles.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const side = SIZE + GAP;
  return (
    <svg class="tile-map" role="img" aria-labelledby="map-title map-text" viewBox={`0 0 ${4 * side} ${9 * side}`}>
      <title id="map-title">{title}</title>
      <desc id="map-text">{description}</desc>
      {tiles.map(({ regionCode, text, value }) => {
        const [letter, column, row] = TILES[regionCode] ?? [regionCode, 3, 0];
        const strokes =
          value === null ? 0 : high === low ? 1 : 1 + Math.round(((value - low) / (high - low)) * (STROKES - 1));
        return (
          <g transform={`translate(${column * side} ${row * side})`} class={`tile strokes-${strokes}`}>
            <rect width={SIZE} height={SIZE} rx="6" />
            <text x="8" y="20" class="letter">
              {letter}
            </text>
            <text x={SIZE / 2} y="45" text-anchor="middle">
              {text}
            </text>
            {Array.from({ length: strokes }, (_, index) => (
              <path d={`M${9 + index * 15} 62h12`} />
            ))}
          </g>
        );
      })}
    </svg>
  );
}
