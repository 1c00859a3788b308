/** The map's tiles, or null: `url` with `{z}`, `{x}` and `{y}`, and whose they are. The build writes this file where MAP_TILES_URL is set. */
export const tiles = null;
