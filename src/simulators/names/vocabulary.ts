/** The words that names are made of. No entry of a list begins another, so that no company's name begins another's. */

const words = (text: string): readonly string[] => text.split('|');

export const givenNames = words(
  'María|Guadalupe|José|Luis|Juan|Carlos|Ana|Sofía|Verónica|Martín|Jesús|Rosa|Miguel|Ángel|Alejandra|Héctor|Lucía|Raúl|Patricia|Óscar|Leticia|Víctor|Hugo|Mónica|Sergio|Adriana|Iván|Beatriz|Ramón|Gabriela|Andrés|Teresa|Édgar|Norma|Alicia|Joaquín|Claudia|Rubén|Silvia|Tomás|Yolanda|Germán|Itzel|Abraham|Xóchitl|Julián|Carmen|Íñigo|Begoña|Fernanda',
);

export const surnames = words(
  'Hernández|García|Martínez|López|González|Pérez|Rodríguez|Sánchez|Ramírez|Cruz|Flores|Gómez|Morales|Vázquez|Jiménez|Reyes|Díaz|Torres|Gutiérrez|Ruiz|Mendoza|Aguilar|Ortiz|Castillo|Moreno|Romero|Álvarez|Chávez|Rivera|Juárez|Domínguez|Canul|Ek|Pech|Núñez|Ibáñez|Peña|Cárdenas|Zúñiga|Muñoz|Ordóñez|Cañedo|Treviño|Escamilla|Güemes|Yáñez|Quiñones|Avilés|Balam|Uc',
);

export const trades = words(
  'Abarrotes|Ferretería|Papelería|Farmacia|Refaccionaria|Panadería|Tortillería|Taller|Restaurante|Zapatería|Dulcería|Llantera|Carnicería|Clínica|Imprenta|Mueblería|Óptica|Florería|Lavandería|Vidriería',
);

export const activities = words(
  'Comercializadora y Distribuidora|Distribuidora Mayorista|Grupo Comercial|Servicios Integrales|Operadora y Administradora|Transportes y Logística|Importadora y Exportadora|Soluciones Industriales|Proveedora|Fabricación y Venta|Corporativo|Central|Desarrolladora|Suministros|Representaciones y Servicios|Maquiladora|Manufacturas|Empacadora|Procesadora y Empacadora|Almacenadora',
);

export const goods = words(
  'de Abarrotes|de Materiales para Construcción|de Refacciones Automotrices|de Productos Agropecuarios|de Equipos Médicos|de Alimentos y Bebidas|de Telas y Blancos|de Acero|de Pinturas e Impermeabilizantes|de Artículos Escolares|de Muebles y Decoración|de Plásticos|de Semillas y Granos|de Maquinaria Pesada|de Calzado|de Frutas y Legumbres|de Carnes Selectas|de Cómputo|de Herramientas|de Empaques y Cartón|de Niños y Bebés|de Lácteos|de Perfumería|de Pescados y Mariscos',
);

export const brands = words(
  'La Esperanza|El Güero|San Felipe|Los Compadres|La Purísima|Montejo|El Águila|Santa Lucía|La Perla|Don Ramón|El Faro|Tres Hermanos|La Económica|San José|El Porvenir|La Ñ|Los Ángeles|El Tucán|Río Grande|La Michoacana|Mayab|El Pípila|La Concepción|La Guadalupana|Zócalo|El Ancla|Muñoz & Ibáñez|Peña Hermanos|Xcaret|La Montaña|Doña Chela|Ñandú',
);

export const regions = words(
  'del Sureste|de Yucatán|del Bajío|de Occidente|del Norte|del Golfo|de Jalisco|Peninsular|de Campeche|del Pacífico|de Monterrey|de Puebla|de México|de Quintana Roo|de Veracruz|de la Laguna|de Toluca|de Querétaro|de Mérida|de Tabasco',
);

/** The legal forms as their bearers write them; most are of the first kind. */
export const legalForms = words(
  'S.A. de C.V.|S.A. de C.V.|S.A. de C.V.|SA DE CV|S. A. de C. V.|S. de R.L. de C.V.|S. de R.L. de C.V.|S.A.P.I. de C.V.|S.A.B. de C.V.|S.A.S.|S.C.|S.C. de R.L. de C.V.|S.P.R. de R.L.|S. de R.L. MI|A.C.|SOFOM E.N.R.',
);

export const branchNames = words('Sucursal Norte|Sucursal Sur|Sucursal Centro|Matriz|Bodega|Mostrador');
export const domains = words('gmail.com|hotmail.com|outlook.mx|yahoo.com.mx|prodigy.net.mx');
export const areaCodes = words('33|55|81|999|998|442|222|664|981|477');
/** Of second and third phones, so that they are nobody's first one. */
export const otherAreaCodes = words('993|951|228|614');
