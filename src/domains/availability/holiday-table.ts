// Made by `npm run holidays` from date-holidays 3.37.0, whose data are under CC BY 3.0. Covers whole years.
export const FIRST_YEAR = 2025;
export const LAST_YEAR = 2050;
/** Each holiday: its name, and its days since the first of January of the first year, three digits of base 36 each. */
export const series = `New Year's Day=0000a50ka0uf14l1eq1ov1z02962jb2tg33l3dr3nw3y14864ic4sh52m5cr5mx5x26776hc6ri71n
Martin Luther King Jr. Day=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
Washington's Birthday=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Memorial Day=0410e50og0yk18o1is1sw2372db2nf2xj37n3hr3s24264ca4me4wi56m5gx5r16156b96ld6vo75s
Juneteenth=04p0eu0oz0z519a1jf1tk23q2dv2o02y538b3ig3sl42q4cw4n14x657b5hh5rm61r6bw6m26w776c
Independence Day=0540f90pe0zk19p1ju1tz2452ea2of2yk38q3iv3t04354db4ng4xl57q5hw5s16266cb6mh6wm76r
Labor Day=06r0h20r611a1be1li1vm25x2g12q53093ad3ko3us44w4f04p44z859j5jn5tr63v6dz6oa6ye78i
Columbus Day=07x0i10s51291cd1mo1ws26w2h02r43183bj3ln3vr45v4fz4qa50e5ai5km5uq64u6f56p96zd79h
Veterans Day=08q0iv0t01361db1ng1xl27r2hw2s13263cc3mh3wm46r4gx4r25175bc5li5vn65s6fx6q37087ad
Thanksgiving Day=0960ja0te13i1dm1nx1y12852i92sd32h3cs3mw3x04744h84rj51n5br5lv5vz6636ge6qi70m7aq
Christmas Day=09y0k30u814e1ej1oo1yt28z2j42t933e3dk3np3xu47z4i54sa52f5ck5mq5wv6706h56rb71g7bl
Independence Day (observed)=0f80pf2463iu3t157p6mg6wn
Juneteenth (observed)=0oy23p2dw3sk42r5hi6w676d
Christmas Day (observed)=0u728y2j53xt4805mr71f7bm
New Year's Day (observed)=0ue2952jc3y04875my71m
Epiphany=0050aa0kf0uk14q1ev1p01z529b2jg2tl33q3dw3o13y648b4ih4sm52r5cw5n25x767c6hh6rn71s
Birthday of Eugenio María de Hostos=00c0ag0kk0uo14s1f31p71zb29f2jj2tn33y3e23o63ya48e4ip4st52x5d15n55x967k6ho6rs71w
Birthday of Luis Muñoz Marín=01c0bh0lm0vr15x1g21q720c2ai2kn2us34x3f33p83zd49i4jo4tt53y5e35o95ye68j6io6su72z
American Citizenship Day=01o0bt0ly0w41691ge1qj20p2au2kz2v435a3ff3pk3zp49v4k04u554a5eg5ol5yq68v6j16t673b
Emancipation Day=0280cd0mi0wo16t1gy1r32192be2lj2vo35u3fz3q44094af4kk4up54u5f05p55za69f6jl6tq73v
Birthday of José de Diego=02x0d20n70xd17i1hn1rs21y2c32m82wd36j3go3qt40y4b44l94ve55j5fp5pu5zz6a46ka6uf74k
Birthday of Don Luis Muñoz Rivera=05l0fp0pt0zx1a11k51ug24k2eo2os2yw3973jb3tf43j4dn4nr4y25865ia5se62i6cm6mx6x1775
Puerto Rico Constitution Day=05p0fu0pz1051aa1kf1uk24q2ev2p02z539b3jg3tl43q4dw4o14y658b5ih5sm62r6cw6n26x777c
Birthday of Dr. José Celso Barbosa=05r0fw0q11071ac1kh1um24s2ex2p22z739d3ji3tn43s4dy4o34y858d5ij5so62t6cy6n46x977e
Discovery of Puerto Rico=08y0j30t813e1dj1no1xt27z2i42s932e3ck3mp3wu46z4h54ra51f5bk5lq5vv6606g56qb70g7al
Guam History and Chamorro Heritage Day=01p0bt0lx0w816c1gg1qk20o2az2l32v735b3ff3pj3zu49y4k24u654a5el5op5yt68x6j16t573g
Liberation Day=05l0fq0pv1011a61kc1ug24m2er2ow2z13973jc3th43m4ds4ny4y25875id5si62n6ct6my6x3778
All Souls' Day=08h0im0sr12x1d21n71xc27i2hn2rs31x3c33m83wd46i4go4qt50y5b35l95ve65j6fo6pu6zz7a4
Our Lady of Camarin Day=09h0jm0tr13x1e21o81yc28i2in2ss32x3d33n83xd47i4ho4ru51y5c35m95we66j6gp6qu70z7b4
Three Kings Day=0050aa0kf0uk14q1ev1p01z529b2jg2tl33q3dw3o13y648b4ih4sm52r5cw5n25x767c6hh6rn71s
President's Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Transfer Day=02h0cm0mr0wx1721h71rc21i2bn2ls2vx3633g83qd40i4ao4kt4uy5535f95pe5zj69o6ju6tz744
Maundy Thursday=02y0co0ml0xa1701hp1rm21c2c12ly2vo36d3ga3qz40p4am4lb4v154y5fn5pk5za69z6jw6ue74b
Good Friday=02z0cp0mm0xb1711hq1rn21d2c22lz2vp36e3gb3r040q4an4lc4v254z5fo5pl5zb6a06jx6uf74c
Easter Monday=0320cs0mp0xe1741ht1rq21g2c52m22vs36h3ge3r340t4aq4lf4v55525fr5po5ze6a36k06ui74f
Emancipation Day=0530f80pd0zj19o1jt1ty2442e92oe2yj38p3iu3sz4344da4nf4xk57p5hv5s06256ca6mg6wl76q
Hurricane Supplication Day=05s0fw0q01041a81kc1un24r2ev2oz2z339e3ji3tm43q4du4ny4y958d5ih5sl62p6ct6n46x877c
Virgin Islands–Puerto Rico Friendship Day=07x0i10s51291cd1mo1ws26w2h02r43183bj3ln3vr45v4fz4qa50e5ai5km5uq64u6f56p96zd79h
American Samoa Flag Day=02y0d30n80xe17j1ho1rt21z2c42m92we36k3gp3qu40z4b54la4vf55k5fq5pv6006a56kb6ug74l
American Samoa Flag Day (observed)=2c54105fr74m
Canada Day=0510f60pb0zh19m1jr1tw2422e72oc2yh38n3is3sx4324d84nd4xi57n5ht5ry6236c86me6wj76o
Labour Day=06r0h20r611a1be1li1vm25x2g12q53093ad3ko3us44w4f04p44z859j5jn5tr63v6dz6oa6ye78i
Robert E. Lee/Martin Luther King Birthday=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
George Washington/Thomas Jefferson Birthday=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Confederate Memorial Day=0390dd0nh0xl17p1ht1s42282cc2mg2wk36v3gz3r34174bb4lf4vq55u5fy5q26066aa6kl6up74t
Jefferson Davis' birthday=0480ec0on0yr18v1iz1t323e2di2nm2xq37u3hy3s942d4ch4ml4wp56t5h45r861c6bg6lk6vv75z
Seward's Day=02h0cl0mp0wt16x1h11rc21g2bk2lo2vs3633g73qb40f4aj4kn4uy5525f65pa5ze69i6jt6tx741
Indigenous Peoples' Day=07x0i10s51291cd1mo1ws26w2h02r43183bj3ln3vr45v4fz4qa50e5ai5km5uq64u6f56p96zd79h
Alaska Day=0820i70sc12i1cn1ms1wx2732h82rd31i3bo3lt3vy4634g94qe50j5ao5ku5uz6546f96pf6zk79p
Dr. Martin Luther King Jr./ Civil Rights Day=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
Lincoln/Washington Presidents' Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Dr. Martin Luther King Jr./Robert E. Lee's Birthdays=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
George Washington's Birthday/Daisy Gatson Bates Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Christmas Eve=09x0k20u714d1ei1on1ys28y2j32t833d3dj3no3xt47y4i44s952e5cj5mp5wu66z6h46ra71f7bk
Presidents' Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
César Chávez Day=02h0cm0mr0wx1721h71rc21i2bn2ls2vx3633g83qd40i4ao4kt4uy5535f95pe5zj69o6ju6tz744
Day after Thanksgiving Day=0970jb0tf13j1dn1ny1y22862ia2se32i3ct3mx3x14754h94rk51o5bs5lw5w06646gf6qj70n7ar
César Chávez Day (observed)=1h84ku69p
Washington-Lincoln Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Frances Xavier Cabrini Day=07q0hu0ry1221c61mh1wl26p2gt2qx3113bc3lg3vk45o4fs4q35075ab5kf5uj64n6ey6p26z679a
Lincoln's Birthday=0160bb0lg0vl15r1fw1q12062ac2kh2um34r3ex3p23z749c4ji4tn53s5dx5o35y868d6ii6so72t
Day After Thanksgiving=0970jb0tf13j1dn1ny1y22862ia2se32i3ct3mx3x14754h94rk51o5bs5lw5w06646gf6qj70n7ar
Election Day=0in1321na27i2rx3c53wd4gs5105lf65n6pv7aa
Emancipation Day=02x0d20n70xd17i1hn1rs21y2c32m82wd36j3go3qt40y4b44l94ve55j5fp5pu5zz6a46ka6uf74k
Susan B. Anthony Day=0190be0lj0vo15u1fz1q42092af2kk2up34u3f03p53za49f4jl4tq53v5e05o65yb68g6il6sr72w
Commemoration of America's 250th Birthday=0bf
State Holiday=0390970dd0jb0nh0tf0xl13j17w1dn1i01ny1s41y22282862cc2ia2mg2se2wr32i36v3ct3gz3mx3r33x14174754bi4h94lm4rk4vq51o55u5bs5fy5lw5q25w060d6646ah6gf6kl6qj6up70n74t7ar
Washington's Birthday=09x0k20u714d1ei1on1ys28y2j32t833d3dj3no3xt47y4i44s952e5cj5mp5wu66z6h46ra71f7bk
Washington's Birthday (observed)=09z1yu3dl52g
Prince Jonah Kuhio Kalanianaole Day=02c0ch0mm0ws16x1h21r721d2bi2ln2vs35y3g33q840d4aj4ko4ut54y5f45p95ze69j6jp6tu73z
Kamehameha Day=04h0em0or0yx1921j71tc23i2dn2ns2xx3833i83sd42i4co4mt4wy5735h95re61j6bo6lu6vz764
Statehood Day=06a0gl0qp10t1ax1l11v525g2fk2po2zs39w3k73ub44f4ej4on4yr5925j65ta63e6di6nt6xx781
General Election Day=0in1321na27i2rx3c53wd4gs5105lf65n6pv7aa
Prince Jonah Kuhio Kalanianaole Day (observed)=0wt2bh2lo40c5f35pa73y
Kamehameha Day (observed)=0yy2dm2nt42h5h85rf763
Martin Luther King, Jr./ Idaho Human Rights Day=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
Casimir Pulaski Day=01p0bt0lx0w816c1gg1qk20o2az2l32v735b3ff3pj3zu49y4k24u654a5el5op5yt68x6j16t573g
Malcolm X Day=03u0dz0o40ya18f1ik1sp22v2d02n52xa37g3hl3rq41v4c14m64wb56g5gm5qr60w6b16l76vc75h
Primary Election Day=03h0dl0np0xt1841i81sc22g2ck2mo2wz3733h73rb41f4bq4lu4vy5625g65qa60l6ap6kt6ux751
Election Day=08j0in0sr1321d61na1xe27i2ht2rx3213c53m93wd46o4gs4qw5105b45lf5vj65n6fr6pv6zz7aa
Lincoln's Birthday=0970jb0tf13j1dn1ny1y22862ia2se32i3ct3mx3x14754h94rk51o5bs5lw5w06646gf6qj70n7ar
New Year's Eve=0a40k90ue14k1ep1ou1yz2952ja2tf33k3dq3nv3y04854ib4sg52l5cq5mw5x16766hb6rh71m7br
Mardi Gras=01q0bg0ld0w215s1gh1qe2042at2kq2ug3553f23pr3zh49e4k34tt53q5ef5oc5y268r6io6t6733
Washington's Birthday/President's Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Patriots' Day=0320d60na0xe17i1hm1rx2212c52m92wd36o3gs3qw4104b44l84vj55n5fr5pv5zz6a36ke6ui74m
Native American Heritage Day=0970jb0tf13j1dn1ny1y22862ia2se32i3ct3mx3x14754h94rk51o5bs5lw5w06646gf6qj70n7ar
Evacuation Day=0230c80md0wj16o1gt1qy2142b92le2vj35p3fu3pz4044aa4kf4uk54p5ev5p05z569a6jg6tl73q
Bunker Hill Day=04n0es0ox0z31981jd1ti23o2dt2ny2y33893ie3sj42o4cu4mz4x45795hf5rk61p6bu6m06w576a
Washington's and Lincoln's Birthday=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Martin Luther King's and Robert E. Lee's Birthdays=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
Confederate Memorial Day=0390dd0nh0xl17w1i01s42282cc2mg2wr36v3gz3r34174bi4lm4vq55u5fy5q260d6ah6kl6up74t
Truman Day=03j0do0nt0xz1841i91se22k2cp2mu2wz3753ha3rf41k4bq4lv4w05655gb5qg60l6aq6kw6v1756
Lincoln's and Washington's Birthday=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Arbor Day=0360da0nl0xp17t1hx1s122c2cg2mk2wo36s3gw3r741b4bf4lj4vn55r5g25q660a6ae6ki6ut74x
Presidents Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Nevada Day=08f0ij0sn12r1cv1mz1xa27e2hi2rm31q3c13m53w946d4gh4ql50w5b05l45v865c6fg6pr6zv79z
Family Day=0970jb0tf13j1dn1nr1y22862ia2se32i3ct3mx3x14754h94rd51o5bs5lw5w06646g86qj70n7ar
Martin Luther King, Jr./ Civil Rights Day=00j0an0kr0uv14z1fa1pe1zi29m2jq2tu3453e93od3yh48l4iw4t05345d85nc5xg67r6hv6rz723
Day after Thanksgiving=0970jb0tf13j1dn1ny1y22862ia2se32i3ct3mx3x14754h94rk51o5bs5lw5w06646gf6qj70n7ar
Christmas Eve (observed)=0u614b28x2j22t63xs47x5mo5ws71e7bj
Flag Day=04k0ep0ou0z01951ja1tf23l2dq2nv2y03863ib3sg42l4cr4mw4x15765hc5rh61m6br6lx6w2767
Victory Day=0660ga0qe10p1at1kx1v12552f92pk2zo39s3jw3u04444ef4oj4yn58r5iv5t663a6de6ni6xm77q
Confederate Memorial Day=03l0dq0nv0y11861ib1sg22m2cr2mw2x13773hc3rh41m4bs4lx4w25675gd5qi60n6as6ky6v3758
Boxing Day=09z0k40u914f1ek1op1yu2902j52ta33f3dl3nq3xv4804i64sb52g5cl5mr5ww6716h66rc71h7bm
Native American Day=07x0i10s51291cd1mo1ws26w2h02r43183bj3ln3vr45v4fz4qa50e5ai5km5uq64u6f56p96zd79h
Day after Christmas=09z0k40u914f1ek1op1yu2902j52ta33f3dl3nq3xv4804i64sb52g5cl5mr5ww6716h66rc71h7bm
Washington and Lincoln Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Pioneer Day=05o0ft0py1041a91ke1uj24p2eu2oz2z439a3jf3tk43p4dv4o04y558a5ig5sl62q6cv6n16x677b
Town Meeting Day=01q0bu0ly0w916d1gh1ql20p2at2l42v835c3fg3pk3zo49z4k34u754b5ef5oq5yu68y6j26t673a
Bennington Battle Day=06d0gh0ql10w1b01l41v825c2fg2pr2zv39z3k33u744b4em4oq4yu58y5j25td63h6dl6np6xt77x
George Washington Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
West Virginia Day=04q0ev0p00z619b1jg1tl23r2dw2o12y638c3ih3sm42r4cx4n24x757c5hi5rn61s6bx6m36w876d
Lincoln's Day=0970jb0tf13j1dn1nr1y22862ia2se32i3ct3mx3x14754h94rd51o5bs5lw5w06646g86qj70n7ar
Primary Election Day=06z0h30re11i1bm1lq1vu2652g92qd30h3al3kp3v04544f84pc4zg59k5jv5tz6436e76ob6ym78q
Family Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Victoria Day=03u0dy0o90yd18h1il1sp2302d42n82xc37g3hk3rv41z4c34m74wb56f5gq5qu60y6b26l66vh75l
Thanksgiving=07x0i10s51291cd1mo1ws26w2h02r43183bj3ln3vr45v4fz4qa50e5ai5km5uq64u6f56p96zd79h
Remembrance Day=08q0iv0t01361db1ng1xl27r2hw2s13263cc3mh3wm46r4gx4r25175bc5li5vn65s6fx6q37087ad
British Columbia Day=05z0g30q710i1am1kq1uu24y2f22pd2zh39l3jp3tt43x4e84oc4yg58k5io5sz6336d76nb6xf77j
Louis Riel Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
New Brunswick Day=05z0g30q710i1am1kq1uu24y2f22pd2zh39l3jp3tt43x4e84oc4yg58k5io5sz6336d76nb6xf77j
Memorial Day=0510f60pb0zh19m1jr1tw2422e72oc2yh38n3is3sx4324d84nd4xi57n5ht5ry6236c86me6wj76o
Armistice Day=08q0iv0t01361db1ng1xl27r2hw2s13263cc3mh3wm46r4gx4r25175bc5li5vn65s6fx6q37087ad
Heritage Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
National Indigenous Peoples Day=04r0ew0p10z719c1jh1tm23s2dx2o22y738d3ii3sn42s4cy4n34x857d5hj5ro61t6by6m46w976e
Civic Holiday=05z0g30q710i1am1kq1uu24y2f22pd2zh39l3jp3tt43x4e84oc4yg58k5io5sz6336d76nb6xf77j
Islander Day=01b0bf0lj0vu15y1g21q620a2al2kp2ut34x3f13p53zg49k4jo4ts53w5e05ob5yf68j6in6sr732
Gold Cup Parade Day=06a0gl0qp10t1ax1l11v525g2fk2po2zs39w3k73ub44f4ej4on4yr5925j65ta63e6di6nt6xx781
National Patriots' Day=03u0dy0o90yd18h1il1sp2302d42n82xc37g3hk3rv41z4c34m74wb56f5gq5qu60y6b26l66vh75l
National Holiday=04u0ez0p40za19f1jk1tp23v2e02o52ya38g3il3sq42v4d14n64xb57g5hm5rr61w6c16m76wc76h
Saskatchewan Day=05z0g30q710i1am1kq1uu24y2f22pd2zh39l3jp3tt43x4e84oc4yg58k5io5sz6336d76nb6xf77j
Discovery Day=06d0gh0ql10w1b01l41v825c2fg2pr2zv39z3k33u744b4em4oq4yu58y5j25td63h6dl6np6xt77x`;
/** Each region with the numbers of its holidays in `series`. */
export const regions = `US 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14
PR 0 15 16 1 2 17 18 19 20 3 4 5 21 22 23 6 7 8 24 9 10 11 12 13 14
GU 0 1 25 3 4 5 26 6 7 27 8 9 28 10 11 12 13 14
VI 0 29 1 30 31 32 33 34 3 4 35 5 36 6 37 8 9 10 11 12 13 14
AS 0 1 2 38 3 4 5 6 7 8 9 10 11 12 13 14 39
CA 0 33 40 41 10
US-AL 0 42 43 44 3 45 4 5 6 7 8 9 10 11 12 13 14
US-AK 0 1 30 46 3 4 5 6 47 48 8 9 10 11 12 13 14
US-AZ 0 49 50 3 4 5 6 7 8 9 10 11 12 13 14
US-AR 0 51 52 3 4 5 6 7 8 9 53 10 11 12 13 14
US-CA 0 1 54 55 3 4 5 6 8 9 56 10 11 12 13 14 57
US-CO 0 1 58 3 4 5 6 59 8 9 10 11 12 13 14
US-CT 0 1 60 2 33 3 4 5 6 7 8 9 10 11 12 13 14
US-DE 0 1 33 3 4 5 6 8 9 61 10 11 62 12 13 14
US-DC 0 1 2 63 3 4 5 6 47 8 9 10 11 12 13 14
US-FL 0 1 64 3 4 5 6 8 9 61 10 65 11 12 13 14
US-GA 0 1 66 3 4 5 6 7 8 9 67 10 68 11 12 13 14
US-HI 0 1 54 69 33 3 70 4 5 71 6 8 9 10 11 72 12 13 14 73 74
US-ID 0 75 30 3 4 5 6 7 8 9 10 11 12 13 14
US-IL 0 1 60 2 76 77 3 4 5 6 7 8 9 10 11 62 12 13 14
US-IN 0 1 2 33 78 3 4 5 6 7 79 8 9 80 10 11 12 13 14
US-IA 0 1 60 2 3 4 5 6 47 8 9 10 11 12 13 14
US-KS 0 1 3 4 5 6 7 8 9 10 11 12 13 14
US-KY 0 1 3 4 5 6 7 8 9 53 10 81 11 12 13 14
US-LA 0 1 2 82 33 3 4 5 6 7 8 9 10 11 62 12 13 14
US-ME 0 1 83 84 3 4 5 6 7 47 8 9 10 11 12 13 14
US-MD 0 1 30 3 4 5 6 7 8 9 85 10 11 12 13 14
US-MA 0 1 2 86 84 3 87 4 5 6 7 8 9 10 11 12 13 14
US-MI 0 1 2 3 4 5 6 7 8 9 53 10 81 11 12 13 14
US-MN 0 1 88 3 4 5 6 47 8 9 10 11 12 13 14
US-MS 0 89 2 90 3 4 5 6 7 8 9 10 11 12 13 14
US-MO 0 1 60 2 91 3 4 5 6 7 8 9 10 11 12 13 14
US-MT 0 1 92 3 4 5 6 7 79 8 9 53 10 81 11 12 13 14
US-NE 0 1 30 93 3 4 5 6 7 8 9 10 11 12 13 14
US-NV 0 1 94 3 4 5 6 95 8 9 96 10 11 12 13 14
US-NH 0 97 30 3 4 5 6 8 9 98 10 11 62 12 13 14
US-NJ 0 1 60 94 33 3 4 5 6 7 79 8 9 10 11 12 13 14
US-NM 0 1 54 3 4 5 6 7 47 8 9 98 10 11 12 13 14
US-NY 0 1 60 64 2 3 4 5 6 7 79 8 9 10 11 12 13 14
US-NC 0 1 33 3 4 5 6 8 9 98 53 10 11 12 99 13 14
US-ND 0 1 54 3 4 5 6 7 8 9 10 11 12 13 14
US-OH 0 1 58 3 4 5 6 7 8 9 10 11 12 13 14
US-OK 0 1 54 3 4 5 6 7 8 9 98 10 11 12 13 14
US-OR 0 1 94 3 4 5 6 7 8 9 10 11 12 13 14
US-PA 0 1 54 3 100 4 5 6 7 8 9 10 11 12 13 14
US-RI 0 1 2 3 4 5 101 6 7 8 9 10 11 12 13 14
US-SC 0 1 2 102 3 4 5 6 7 8 9 10 103 11 12 13 14
US-SD 0 1 54 3 4 5 6 104 8 9 10 11 12 13 14
US-TN 0 1 30 33 3 4 5 6 7 8 9 53 10 11 12 13 14
US-TX 0 1 54 3 4 5 6 7 8 9 98 53 10 105 11 12 13 14
US-UT 0 1 106 3 4 5 107 6 7 8 9 10 11 12 13 14
US-VT 0 1 54 108 3 4 5 109 6 47 8 9 10 11 12 13 14
US-VA 0 1 110 3 4 5 6 7 8 9 10 11 62 12 13 14
US-WA 0 1 54 3 4 5 6 7 8 9 10 11 12 13 14
US-WV 0 1 64 30 3 4 111 5 6 7 8 9 112 10 11 12 13 14
US-WI 0 1 64 2 3 4 5 6 113 7 79 8 9 10 11 12 13 14
US-WY 0 1 30 3 4 5 6 7 8 9 10 11 12 13 14
CA-AB 0 114 33 115 40 41 116 117 10
CA-BC 0 114 33 115 40 118 41 116 117 10
CA-MB 0 119 33 115 40 41 116 10
CA-NB 0 114 33 40 120 41 117 10
CA-NL 0 33 121 41 122 10
CA-NS 0 123 33 40 41 117 10
CA-NT 0 33 34 115 124 40 125 41 116 117 10 103
CA-NU 0 33 115 40 125 41 116 117 10
CA-ON 0 114 33 34 115 40 41 116 10 103
CA-PE 0 126 33 40 127 41 117 10
CA-QC 0 33 128 129 40 41 116 10
CA-SK 0 114 33 115 40 130 41 116 117 10
CA-YT 0 33 34 115 124 40 131 41 116 117 10`;
