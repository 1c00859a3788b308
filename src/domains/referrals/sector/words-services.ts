import type { Words } from "./words.ts";

/** Words of what is done in and around a house. */
export const services = {
  Pest: {
    8: `
      abejas, alacran*, animal under, ant, ants, aranas, ardillas, armadillo*, avispa*, bats, bed bug*, bedbug*, beehive, bees, beetle*, bichos,
      birds i think, birds in, bitten, bug, bugs, cat sized animal, centipede*, chinches, cockroach*, comejen*, cricket*, critter*, critters,
      cucaracha*, culebra*, dead animal, droppings, earwig*, exterminat*, flea, fleas, flies, fumiga*, garrapata*, gnats, gopher*, hive,
      hormiga*, hornet*, in my chimney, infest*, maggot*, mapache*, mice, mosquito fog*, mosquito*, moths, mouse, murcielago*, nido de, opossum*,
      panal, pest*, plaga*, polilla*, possum*, pulgas, raccoon*, rat, rata, ratas, raton, ratones, rats, roach*, rodent*, scorpion*, serpiente*,
      silverfish, skunk*, snake*, something in my chimney, spider*, squirrel*, swarm*, termit*, tick, ticks, trap an animal, vermin, vibora*,
      wasp*, wasps, weevil*, yellow jacket*, zancudo*`,
    6: `
      animal*, animals, bee hive, black widow*, carcass, carpenter ant*, carpenter bee*, control de plagas, fire ant*, fogging, gophers, grillos,
      heat treatment, little red bites, moles, mosca, moscas, mosquitos, pigeon*, something died, something living, squeak*, swarmers, termitas,
      termite bond, tiny bugs, wildlife, wood destroying, zorrillo*`,
    5: `
      bite*, chewed, chewing, hear it running, insect*, living under, nest, nests, nido, roedores, running around at night, sawdust,
      scratching in the attic, something in my attic, something in the attic, stinger`,
    4: `
      chew, crawling, night sounds, scratch*, spraying, trap*`,
    3: `
      attic at night, bird nest*, birds, died, in the walls, pantry, perimeter, quarterly`,
    2: `
      attic, night, noises at night, removed, spray, under the deck, under the shed`,
    1: `
      hole, walls`,
  },
  Landscaping: {
    8: `
      arbol*, arborvitae*, arbustos, aspersor*, back yard, backyard, branches, bushes, cesped, cortar ramas, cut the grass, desyerb*,
      drip irrigation, drip system*, empty lot, fall cleanup, fallen tree, french drain*, front yard, garden bed*, grade the, grass, hedge*,
      irigation, irrigat*, irrigation, jardin*, landscap*, lawn*, maleza, mow*, mulch*, palmera*, palms, pasto, paver*, pines, plants along,
      podar, privacy hedge, ramas, resod*, retaining wall*, riego, river rock, shrub*, side yard, snow plow*, snow remov*, sod, sprinkler*,
      stump*, tree came down, tree company, tree remov*, tree service, tree trim*, trees, turf, vines, weeding, weeds, yard cleanup, yarda,
      zacate`,
    6: `
      aerat*, arborist, artificial turf, boulder*, brush clearing, cut down, dead oak, dig up, drip line, drought tolerant, edge, edging, elm,
      fertiliz*, flower bed*, garden*, gazebo, grading, gravel, grub*, hardscape, hierba, hojas, landscape design, landscape plan, leaf cleanup,
      leaves, leaves raked, level the, maple, native plant*, oak tree, overseed*, palm tree*, patio de atras, pine, plantar, plants, poda,
      poison ivy, privacy, rama, recortar, regrad*, roots, rose bush*, runs off, seeding, sembrar, sprinklers, stone path, top soil, topsoil,
      tronco, weed control, xeriscap*, xeriscape, yard`,
    5: `
      branch*, dead pine, drainage in the yard, fire pit, haul away, limb, outdoor planting, overgrown, plant, plantas, planted, prune, pruning,
      tall grass, tree, trim back`,
    4: `
      backflow, driveway planted, fence line, limbs, patio, snow removal, trimming, valve box, yard work, zone, zones`,
    3: `
      acre*, backyard is, dirt removal, hoa, outdoors, soil, swamp`,
    2: `
      deck, fence, front, half acre, outside, pond, pools by, trim, walkway`,
    1: `
      driveway`,
  },
  Cleaning: {
    8: `
      carpet clean*, clean my house, clean our, clean the, cleaned out, cleaners, cleaning company, cleaning lady, cleaning service,
      couch cleaning, deep clean*, do the floors, dust everywhere, empty trash, help cleaning, house clean*, house cleaned, housekeep*,
      inside of cabinets, janitor*, lavado de alfombras, limpiar la casa, limpiar una casa, limpieza, maid*, move in clean*, move out clean*,
      place is gross, power wash*, power washed, pressure wash*, pressure washed, que vengan a limpiar, slippery with algae, sofa cleaning,
      soft wash*, stain on the, steam clean*, top to bottom, turnovers, upholster*, walkway, wash it, window clean*, window wash*,
      windows cleaned`,
    6: `
      airbnb turnover, algae, apartment cleaned, aseo, aspirar, barrer, bathrooms every, buff*, carpets, clean my, clean up, clean up after,
      cleaner, cleaning, cleanup, deodoriz*, disinfect*, get it out, grease, gross, hoarding, house keep*, janitorial, lavar ventanas, limpia,
      limpiar, limpiar mi casa, limpie, limpie mi, limpien, mildew, move in ready, odor*, post construction, quincena, red wine, rug, sanitiz*,
      scrub*, senora que limpie, sillones, smells like smoke, smoke smell, soap, spotless, spring cleaning, tapete*, tile and grout, trapear,
      vidrios, wash the, wax the floors, windows dirty, windows so dirty`,
    5: `
      alfombra*, baseboards, carpet, clean, cleaned, cobweb*, couches, dust, dusty, filthy, floors polished, green algae, grime, grout cleaned,
      lavar, mop*, organiz*, polished, rugs, sectional, sofa*, stains, swept, vacuum*, washed, windows are`,
    4: `
      biweekly, dirt, dirty, every other, every two weeks, mess, mudanza, nasty, oven, pet stain*, tidy, trash, turnover, wash, washing`,
    3: `
      condo, couch*, floors, mattress, move in, move out, moving out, oficina, pisos, ventanas, wine`,
    2: `
      apartment, bathrooms, bedrooms, recurring`,
    1: `
      office, once a month, weekly`,
  },
  Solar: {
    8: `
      10kw, 12kw, 5kw, 6kw, 7kw, 8kw, 9kw, array, battery wall, bill credits, energia solar, enphase, going solar, gray in the app, inversor*,
      inverter*, kwh, microinver*, microinverter*, net meter*, panel solar, paneles solares, payback, photovolt*, placas, placas solares,
      power wall, powerwall*, pto, pv, roof panels, solar lease, solar make sense, solar panel*, solar roof*, solar sense, solar system*,
      solar water heat*, solar*, solaredge, sunpower`,
    6: `
      ahorrar luz, battery backup, come off, community solar, cut my electric bill, ground mount, kilowatt*, kw, lower my electric bill,
      my panels, net metered, net metering, optimizer*, our panels, paneles, panels on the house, panels on the roof, renewable,
      renewable energy, size system, sunrun, the panels`,
    5: `
      batteries, grid tied, monitoring, off grid, panels, production, rooftop, south facing, tax credit`,
    4: `
      app shows, battery, electric bill, lower my bill, power bill, producen, recibo de luz`,
    3: `
      lease, the app, utility swapped`,
    2: `
      export*, monitor, panel, red triangle, sma`,
    1: `
      app, bill, tesla`,
  },
  General: {
    8: `
      appliance*, arreglos, azulejo*, barn door*, barn doors, blinds, broken tile, build a, carpenter*, carpint*, cerradura*, chapa, closet*,
      crown mould*, deadbolt*, deck stairs, doggy door, door knob*, doorknob*, dry wall*, drywall*, fix it list, fix it work, garage shelv*,
      handy man, handyman*, ice maker*, ikea, kitchen remodel*, kitchenaid, maytag, odd jobs, paint*, patio furniture, pergola*, pet door,
      pintar, piso de madera, plaster, punch list, remodel*, shelves, small deck, tile floor*, tv mount*, tv mounted, vinyl plank, wallboard,
      whirlpool, window blinds, window pane*`,
    6: `
      albanil, arreglar una puerta, assemble*, attic ladder, baby gate, backsplash, bosch, brick*, broken window, carpenter, caulk*,
      chimney sweep, colgar, concrete, countertop*, curtains, deck boards, dishwasher, door and, door frame, door that, drawer*, dryer, fence,
      fix it, flooring, freezer, fridge, front door, furniture, gabinete*, glass pane, grab bar*, handrail, hang, hardwood floor*,
      hole in the drywall, hole in the wall, insulation, interior door*, laminat*, list of small, locks, mailbox, microwave, mount a tv, mueble*,
      muebles, oven is not, oven isnt, pared, patch a hole, patio door, peeling, pet, pinte, pintor, pintura, piso laminado, plank, railing,
      range, redone, refrigerator, regrout, renovat*, repisas, rotten boards, screen door*, sheetrock, shelf, shelving, siding, small jobs,
      small repairs, small stuff, squeaky door, stain the deck, stove, stucco, swing set, tablaroca, tear out, televisions, tile, tile in, tile*,
      tiles, tv put up, ventana, wall plaster, wallpaper, washer, window broken, window screens, window trim, wood rot`,
    5: `
      bathroom door, carpentry, crown molding, deck, door latch, door rubs, door sticks, door wont latch, doors, gate sags, hinge*, latch, list,
      lock, mirror, mounted, patch, patched, puerta, put together, stairs`,
    4: `
      hole, install blinds, rotten, small things, tv, wall, walls, window, wood`,
    3: `
      fix a, pictures, repairs, screen, trim, tub`,
    2: `
      bathroom, door, fix, kitchen, windows`,
    1: `
      hang up, house, install`,
  },
} satisfies Record<string, Words>;
